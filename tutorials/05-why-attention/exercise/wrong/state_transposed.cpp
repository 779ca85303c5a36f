// expect: not a transposed U
#define last_state right_last_state
#include "tutorials/05-why-attention/exercise/solution.cpp"
#undef last_state

namespace heed::exercise {

Tensor last_state(const Tensor& x, const Tensor& W, const Tensor& U) {
  Tensor h = zeros({U.size(0)});
  for (Index t = 0; t < x.size(0); ++t) h = tanh(matmul(W, select(x, 0, t)) + matmul(transpose(U), h));
  return h;
}

}  // namespace heed::exercise
