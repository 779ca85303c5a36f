// expect: You went depth first
#define walking_order right_walking_order
#include "tutorials/02-derivatives/exercise/solution.cpp"
#undef walking_order

namespace heed::exercise {

std::vector<int> walking_order(const std::vector<std::vector<int>>& inputs, int end) {
  std::vector<int> order, waiting{end};
  std::vector<bool> seen(inputs.size(), false);
  while (!waiting.empty()) {
    const auto node = static_cast<std::size_t>(waiting.back());
    waiting.pop_back();
    if (seen[node]) continue;
    seen[node] = true;
    order.push_back(static_cast<int>(node));
    waiting.insert(waiting.end(), inputs[node].rbegin(), inputs[node].rend());
  }
  return order;
}

}  // namespace heed::exercise
