// expect: r multiplies only what comes from the state
#define gru_step right_gru_step
#include "tutorials/11-gru/exercise/solution.cpp"
#undef gru_step

namespace heed::exercise {

Tensor gru_step(const Tensor& i, const Tensor& s, const Tensor& h) {
  const Index size = h.size(0);
  const auto part = [size](const Tensor& all, Index k) { return slice(all, 0, k * size, (k + 1) * size); };
  const Tensor r = sigmoid(part(i, 0) + part(s, 0)), z = sigmoid(part(i, 1) + part(s, 1));
  const Tensor n = tanh(r * (part(i, 2) + part(s, 2)));
  return (1 - z) * n + z * h;
}

}  // namespace heed::exercise
