// expect: not before it
#define gradient_at_start right_gradient_at_start
#include "tutorials/05-why-attention/exercise/solution.cpp"
#undef gradient_at_start

namespace heed::exercise {

Tensor gradient_at_start(const Tensor& U, const Tensor& states, const Tensor& gradient) {
  Tensor g = gradient;
  for (Index t = states.size(0) - 1; t >= 0; --t) {
    const Tensor h = t > 0 ? select(states, 0, t - 1) : zeros({U.size(0)});
    g = matmul(transpose(U), g * (1.0 - h * h));
  }
  return g;
}

}  // namespace heed::exercise
