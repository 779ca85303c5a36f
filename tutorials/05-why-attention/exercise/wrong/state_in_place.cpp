// expect: you overwrite the old state
#define last_state right_last_state
#include "tutorials/05-why-attention/exercise/solution.cpp"
#undef last_state

#include <cmath>

namespace heed::exercise {

Tensor last_state(const Tensor& x, const Tensor& W, const Tensor& U) {
  Tensor h = zeros({U.size(0)});
  for (Index t = 0; t < x.size(0); ++t) {
    for (Index i = 0; i < U.size(0); ++i) {
      Scalar total = 0;
      for (Index j = 0; j < x.size(1); ++j) total += W(i, j) * x(t, j);
      for (Index j = 0; j < U.size(0); ++j) total += U(i, j) * h(j);
      h.at(i) = std::tanh(total);
    }
  }
  return h;
}

}  // namespace heed::exercise
