// expect: v is not updated
#define momentum_step right_momentum_step
#include "tutorials/04-a-network-that-learns/exercise/solution.cpp"
#undef momentum_step

namespace heed::exercise {

void momentum_step(Tensor& p, const Tensor& g, Tensor& v, double rate, double momentum) {
  p += -rate * (momentum * v + g);
}

}  // namespace heed::exercise
