// expect: 0 log 0 counts as 0
#define entropy right_entropy
#include "tutorials/13-seeing-attention/exercise/solution.cpp"
#undef entropy

namespace heed::exercise {

double entropy(const Tensor& weights) {
  Tensor w = weights.clone();
  double sum = 0;
  for (Index i = 0; i < w.size(0); ++i) {
    for (Index j = 0; j < w.size(1); ++j) {
      const double x = static_cast<double>(w.at(i, j));
      sum -= x * std::log(x);
    }
  }
  return sum / static_cast<double>(w.size(0));
}

}  // namespace heed::exercise
