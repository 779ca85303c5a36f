// expect: you add up the rows
#define entropy right_entropy
#include "tutorials/13-seeing-attention/exercise/solution.cpp"
#undef entropy

namespace heed::exercise {

double entropy(const Tensor& weights) {
  return right_entropy(weights) * static_cast<double>(weights.size(0));
}

}  // namespace heed::exercise
