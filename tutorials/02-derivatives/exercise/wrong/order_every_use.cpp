// expect: occurs more than once
#define walking_order right_walking_order
#include "tutorials/02-derivatives/exercise/solution.cpp"
#undef walking_order

namespace heed::exercise {

std::vector<int> walking_order(const std::vector<std::vector<int>>& inputs, int end) {
  std::vector<int> order{end};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const int input : inputs[static_cast<std::size_t>(order[i])]) order.push_back(input);
  }
  return order;
}

}  // namespace heed::exercise
