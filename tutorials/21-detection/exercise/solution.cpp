// Our solution of the exercise of lesson 21. There are others.
#include "tutorials/21-detection/exercise/exercise.h"

#include <algorithm>
#include <numeric>

namespace heed::exercise {

double overlap(const Box& a, const Box& b) {
  const double width = std::max(0.0, std::min(a.right, b.right) - std::max(a.left, b.left));
  const double height = std::max(0.0, std::min(a.bottom, b.bottom) - std::max(a.top, b.top));
  const double both = width * height;
  return both / (area(a) + area(b) - both);
}

std::vector<Index> cheapest(const Tensor& costs) {
  const auto rows = static_cast<std::size_t>(costs.size(0));
  std::vector<Index> columns(static_cast<std::size_t>(costs.size(1)));
  std::iota(columns.begin(), columns.end(), Index{0});
  std::vector<Index> best;
  double smallest = 0;
  do {
    double total = 0;
    for (std::size_t row = 0; row < rows; ++row)
      total += static_cast<double>(costs(static_cast<Index>(row), columns[row]));
    if (best.empty() || total < smallest) {
      smallest = total;
      best.assign(columns.begin(), columns.begin() + costs.size(0));
    }
  } while (std::next_permutation(columns.begin(), columns.end()));
  return best;
}

double predicted_assignments() { return 5 * 4 * 3; }

}  // namespace heed::exercise
