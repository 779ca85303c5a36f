// expect: you return the margin without the word
#define leave_one_out right_leave_one_out
#include "tutorials/28-explain/exercise/solution.cpp"
#undef leave_one_out

namespace heed::exercise {

std::vector<double> leave_one_out(const Words& review, const std::function<double(const Words&)>& margin) {
  std::vector<double> margins;
  for (std::size_t i = 0; i < review.size(); ++i) {
    Words without = review;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    margins.push_back(std::abs(margin(without)));
  }
  return margins;
}

}  // namespace heed::exercise
