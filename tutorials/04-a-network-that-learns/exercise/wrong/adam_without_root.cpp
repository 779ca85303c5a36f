// expect: the root is missing
#define adam_step right_adam_step
#include "tutorials/04-a-network-that-learns/exercise/solution.cpp"
#undef adam_step

namespace heed::exercise {

void adam_step(Tensor& p, const Tensor& g, Tensor& m, Tensor& v, Index t, double rate) {
  m = 0.9 * m + 0.1 * g;
  v = 0.999 * v + 0.001 * g * g;
  const double steps = static_cast<double>(t);
  const Tensor mean = m / (1 - std::pow(0.9, steps)), square = v / (1 - std::pow(0.999, steps));
  p += -rate * mean / (square + 1e-8);
}

}  // namespace heed::exercise
