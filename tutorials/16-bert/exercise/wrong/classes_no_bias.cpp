// expect: the bias b is missing
#define class_scores right_class_scores
#include "tutorials/16-bert/exercise/solution.cpp"
#undef class_scores

namespace heed::exercise {

Tensor class_scores(const Tensor& states, const Tensor& W, const Tensor&) {
  return matmul(select(states, 1, 0), transpose(W));
}

}  // namespace heed::exercise
