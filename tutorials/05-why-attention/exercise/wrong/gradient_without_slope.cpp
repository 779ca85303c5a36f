// expect: the slope of tanh is missing
#define gradient_at_start right_gradient_at_start
#include "tutorials/05-why-attention/exercise/solution.cpp"
#undef gradient_at_start

namespace heed::exercise {

Tensor gradient_at_start(const Tensor& U, const Tensor& states, const Tensor& gradient) {
  Tensor g = gradient;
  for (Index t = 0; t < states.size(0); ++t) g = matmul(transpose(U), g);
  return g;
}

}  // namespace heed::exercise
