// expect: Does the node wait for a user that the end does not depend on?
#define walking_order right_walking_order
#include "tutorials/02-derivatives/exercise/solution.cpp"
#undef walking_order

namespace heed::exercise {

std::vector<int> walking_order(const std::vector<std::vector<int>>& inputs, int end) {
  std::vector<int> uses(inputs.size(), 0), order{end};
  for (const auto& node : inputs) {  // all nodes, also those that the end does not depend on
    for (const int input : node) ++uses[static_cast<std::size_t>(input)];
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const int input : inputs[static_cast<std::size_t>(order[i])]) {
      if (--uses[static_cast<std::size_t>(input)] == 0) order.push_back(input);
    }
  }
  return order;
}

}  // namespace heed::exercise
