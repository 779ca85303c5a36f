// expect: you never put a word back
#define leave_one_out right_leave_one_out
#include "tutorials/28-explain/exercise/solution.cpp"
#undef leave_one_out

namespace heed::exercise {

std::vector<double> leave_one_out(const Words& review, const std::function<double(const Words&)>& margin) {
  const double whole = margin(review);
  std::vector<double> changes;
  Words without = review;
  for (std::size_t i = 0; i < review.size(); ++i) {
    without.erase(without.begin());
    changes.push_back(std::abs(whole - margin(without)));
  }
  return changes;
}

}  // namespace heed::exercise
