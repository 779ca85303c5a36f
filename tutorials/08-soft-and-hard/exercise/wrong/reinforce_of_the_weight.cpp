// expect: this is the gradient of the weight itself
#define reinforce_gradient right_reinforce_gradient
#include "tutorials/08-soft-and-hard/exercise/solution.cpp"
#undef reinforce_gradient

namespace heed::exercise {

Tensor reinforce_gradient(const Tensor& scores, Index chosen, double loss, double baseline) {
  const Tensor weights = softmax(scores);
  Tensor slope = -weights;
  slope.at(chosen) += 1;
  return (loss - baseline) * weights(chosen) * slope;
}

}  // namespace heed::exercise
