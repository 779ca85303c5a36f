// expect: there is a cheaper assignment
#define cheapest right_cheapest
#include "tutorials/21-detection/exercise/solution.cpp"
#undef cheapest

namespace heed::exercise {

// Tries only the orders of the first columns, as if there were as many columns as rows.
std::vector<Index> cheapest(const Tensor& costs) {
  std::vector<Index> columns(static_cast<std::size_t>(costs.size(0)));
  std::iota(columns.begin(), columns.end(), Index{0});
  std::vector<Index> best;
  double smallest = 0;
  do {
    double total = 0;
    for (std::size_t row = 0; row < columns.size(); ++row)
      total += static_cast<double>(costs(static_cast<Index>(row), columns[row]));
    if (best.empty() || total < smallest) {
      smallest = total;
      best = columns;
    }
  } while (std::next_permutation(columns.begin(), columns.end()));
  return best;
}

}  // namespace heed::exercise
