// expect: you put an empty word in its place
#define leave_one_out right_leave_one_out
#include "tutorials/28-explain/exercise/solution.cpp"
#undef leave_one_out

namespace heed::exercise {

std::vector<double> leave_one_out(const Words& review, const std::function<double(const Words&)>& margin) {
  std::vector<double> changes;
  for (std::size_t i = 0; i < review.size(); ++i) {
    Words without = review;
    without[i].clear();
    changes.push_back(std::abs(margin(review) - margin(without)));
  }
  return changes;
}

}  // namespace heed::exercise
