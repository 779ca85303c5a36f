#include "nn/vision/assignment.h"

#include "tensor/ground/error.h"

#include <cmath>
#include <limits>

namespace heed {
namespace {

constexpr Index nobody = -1;

// Each row and each column has a price. An entry's reduced cost is its cost minus the prices of its row and its column.
// Two things hold all the time: no reduced cost is negative, and the assigned entries have reduced cost 0. Every
// assignment of the same rows costs the sum of its reduced costs and at least the same prices (a free column has price 0, and
// no column a higher price), so an assignment whose reduced costs are 0 is the cheapest.
class Assignment {
 public:
  Assignment(Index rows, Index columns, const std::vector<double>& costs)
      : costs_(costs),
        columns_(columns),
        row_price_(size(rows), 0),
        column_price_(size(columns), 0),
        row_of_(size(columns), nobody) {}

  // Gives the row a column. The columns that other rows have may move along a path of swaps, whose reduced cost is the
  // smallest possible (Dijkstra's shortest path).
  void add(Index row) {
    std::vector<double> distance(size(columns_), std::numeric_limits<double>::infinity());
    std::vector<Index> before(size(columns_), nobody);  // the column before this one on the path
    std::vector<bool> reached(size(columns_), false);
    Index column = nobody, here = row;
    double so_far = 0;
    while (here != nobody) {
      Index next = nobody;
      for (Index c = 0; c < columns_; ++c) {
        if (reached[size(c)]) continue;
        const double through = so_far + reduced(here, c);
        if (through < distance[size(c)]) {
          distance[size(c)] = through;
          before[size(c)] = column;
        }
        if (next == nobody || distance[size(c)] < distance[size(next)]) next = c;
      }
      column = next;
      so_far = distance[size(column)];
      reached[size(column)] = true;
      here = row_of_[size(column)];
    }
    change_prices(row, so_far, distance, reached);
    swap_along(before, column, row);
  }

  std::vector<Index> columns_of_rows() const {
    std::vector<Index> result(row_price_.size(), nobody);
    for (Index c = 0; c < columns_; ++c)
      if (row_of_[size(c)] != nobody) result[size(row_of_[size(c)])] = c;
    return result;
  }

 private:
  static std::size_t size(Index i) { return static_cast<std::size_t>(i); }

  double reduced(Index row, Index column) const {
    return costs_[size(row * columns_ + column)] - row_price_[size(row)] - column_price_[size(column)];
  }

  // After this, the entries of the path have reduced cost 0, and still none is negative.
  void change_prices(Index row, double end, const std::vector<double>& distance,
                     const std::vector<bool>& reached) {
    row_price_[size(row)] += end;
    for (Index c = 0; c < columns_; ++c) {
      if (!reached[size(c)]) continue;
      const double earlier = end - distance[size(c)];
      column_price_[size(c)] -= earlier;
      if (row_of_[size(c)] != nobody) row_price_[size(row_of_[size(c)])] += earlier;
    }
  }

  // From the free column at the end of the path back to its beginning, each column takes over the row of the one before.
  void swap_along(const std::vector<Index>& before, Index column, Index row) {
    for (; before[size(column)] != nobody; column = before[size(column)])
      row_of_[size(column)] = row_of_[size(before[size(column)])];
    row_of_[size(column)] = row;
  }

  const std::vector<double>& costs_;
  Index columns_;
  std::vector<double> row_price_, column_price_;
  std::vector<Index> row_of_;  // of each column
};

}  // namespace

std::vector<Index> linear_sum_assignment(const Tensor& costs) {
  if (costs.rank() != 2) fail("linear_sum_assignment: the costs must be a matrix, not ", costs.shape());
  const Index rows = costs.size(0), columns = costs.size(1);
  if (columns < rows) {
    fail("linear_sum_assignment: ", rows, " rows cannot each have one of ", columns,
         " columns; there must be at least as many columns as rows");
  }
  const std::vector<double> values = costs.to_doubles();
  for (const double value : values)
    if (!std::isfinite(value)) fail("linear_sum_assignment: each cost must be finite, not ", value);
  Assignment assignment(rows, columns, values);
  for (Index row = 0; row < rows; ++row) assignment.add(row);
  return assignment.columns_of_rows();
}

}  // namespace heed
