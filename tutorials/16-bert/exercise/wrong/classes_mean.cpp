// expect: you take the mean of all positions
#define class_scores right_class_scores
#include "tutorials/16-bert/exercise/solution.cpp"
#undef class_scores

namespace heed::exercise {

Tensor class_scores(const Tensor& states, const Tensor& W, const Tensor& b) {
  return matmul(mean(states, 1), transpose(W)) + b;
}

}  // namespace heed::exercise
