// expect: m and v began at 0 and are still too small
#define adam_step right_adam_step
#include "tutorials/04-a-network-that-learns/exercise/solution.cpp"
#undef adam_step

namespace heed::exercise {

void adam_step(Tensor& p, const Tensor& g, Tensor& m, Tensor& v, Index t, double rate) {
  m = 0.9 * m + 0.1 * g;
  v = 0.999 * v + 0.001 * g * g;
  p += -rate * m / (sqrt(v) + 1e-8);
}

}  // namespace heed::exercise
