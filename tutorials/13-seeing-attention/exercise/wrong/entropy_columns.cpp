// expect: you divide by the number of source words
#define entropy right_entropy
#include "tutorials/13-seeing-attention/exercise/solution.cpp"
#undef entropy

namespace heed::exercise {

double entropy(const Tensor& weights) {
  return right_entropy(weights) * static_cast<double>(weights.size(0)) / static_cast<double>(weights.size(1));
}

}  // namespace heed::exercise
