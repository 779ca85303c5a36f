// expect: two of your rows have the same column
#define cheapest right_cheapest
#include "tutorials/21-detection/exercise/solution.cpp"
#undef cheapest

namespace heed::exercise {

std::vector<Index> cheapest(const Tensor& costs) {
  std::vector<Index> columns;
  for (Index row = 0; row < costs.size(0); ++row) {
    Index best = 0;
    for (Index c = 1; c < costs.size(1); ++c)
      if (costs(row, c) < costs(row, best)) best = c;
    columns.push_back(best);
  }
  return columns;
}

}  // namespace heed::exercise
