// expect: the baseline is not used
#define reinforce_gradient right_reinforce_gradient
#include "tutorials/08-soft-and-hard/exercise/solution.cpp"
#undef reinforce_gradient

namespace heed::exercise {

Tensor reinforce_gradient(const Tensor& scores, Index chosen, double loss, double baseline) {
  Tensor slope = -softmax(scores);
  slope.at(chosen) += 1;
  return loss * slope;
}

}  // namespace heed::exercise
