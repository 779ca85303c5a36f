// expect: occurs twice, and you leave out both
#define leave_one_out right_leave_one_out
#include "tutorials/28-explain/exercise/solution.cpp"
#undef leave_one_out

namespace heed::exercise {

std::vector<double> leave_one_out(const Words& review, const std::function<double(const Words&)>& margin) {
  std::vector<double> changes;
  for (const std::string& word : review) {
    Words without;
    for (const std::string& other : review)
      if (other != word) without.push_back(other);
    changes.push_back(std::abs(margin(review) - margin(without)));
  }
  return changes;
}

}  // namespace heed::exercise
