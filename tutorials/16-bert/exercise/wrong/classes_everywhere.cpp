// expect: you have scores for every position
#define class_scores right_class_scores
#include "tutorials/16-bert/exercise/solution.cpp"
#undef class_scores

namespace heed::exercise {

Tensor class_scores(const Tensor& states, const Tensor& W, const Tensor& b) {
  return matmul(states, transpose(W)) + b;
}

}  // namespace heed::exercise
