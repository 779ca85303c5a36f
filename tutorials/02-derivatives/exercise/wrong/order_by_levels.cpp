// expect: You went level by level
#define walking_order right_walking_order
#include "tutorials/02-derivatives/exercise/solution.cpp"
#undef walking_order

namespace heed::exercise {

std::vector<int> walking_order(const std::vector<std::vector<int>>& inputs, int end) {
  std::vector<int> found{end};
  std::vector<bool> seen(inputs.size(), false);
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const int input : inputs[static_cast<std::size_t>(found[i])]) {
      if (!seen[static_cast<std::size_t>(input)]) found.push_back(input);
      seen[static_cast<std::size_t>(input)] = true;
    }
  }
  return found;
}

}  // namespace heed::exercise
