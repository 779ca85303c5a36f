// expect: judge the review without the word
#define leave_one_out right_leave_one_out
#include "tutorials/28-explain/exercise/solution.cpp"
#undef leave_one_out

namespace heed::exercise {

std::vector<double> leave_one_out(const Words& review, const std::function<double(const Words&)>& margin) {
  std::vector<double> changes;
  for (const std::string& word : review) changes.push_back(std::abs(margin({word})));
  return changes;
}

}  // namespace heed::exercise
