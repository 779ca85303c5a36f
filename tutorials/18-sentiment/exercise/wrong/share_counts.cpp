// expect: you count words
#define share_of_reason right_share_of_reason
#include "tutorials/18-sentiment/exercise/solution.cpp"
#undef share_of_reason

namespace heed::exercise {

double share_of_reason(const Tensor&, const std::vector<bool>& reason) {
  double words = 0;
  for (const bool one : reason) words += one;
  return words / static_cast<double>(reason.size());
}

}  // namespace heed::exercise
