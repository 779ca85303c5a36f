#include "nn/vision/assignment.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tests/catch.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

using namespace heed;

namespace {

double cost_of(const Tensor& costs, const std::vector<Index>& columns) {
  double total = 0;
  for (Index row = 0; row < costs.size(0); ++row)
    total += static_cast<double>(costs(row, columns[static_cast<std::size_t>(row)]));
  return total;
}

// The oracle: tries every order of the columns.
double smallest_cost(const Tensor& costs) {
  std::vector<Index> columns(static_cast<std::size_t>(costs.size(1)));
  std::iota(columns.begin(), columns.end(), Index{0});
  double smallest = std::numeric_limits<double>::infinity();
  do {
    smallest = std::min(smallest, cost_of(costs, columns));
  } while (std::next_permutation(columns.begin(), columns.end()));
  return smallest;
}

void check_cheapest(const Tensor& costs) {
  const std::vector<Index> columns = linear_sum_assignment(costs);
  REQUIRE(static_cast<Index>(columns.size()) == costs.size(0));
  CHECK(std::set<Index>(columns.begin(), columns.end()).size() == columns.size());
  for (const Index column : columns) REQUIRE((column >= 0 && column < costs.size(1)));
  CHECK(std::abs(cost_of(costs, columns) - smallest_cost(costs)) < 1e-4);
}

}  // namespace

TEST_CASE("an assignment on paper, where taking the smallest entry first is not cheapest", "[assignment]") {
  // Greedy: 1 at (0, 0), then 9. Better: 2 + 3.
  CHECK(linear_sum_assignment(tensor({{1, 2}, {3, 9}})) == std::vector<Index>{1, 0});
  CHECK(linear_sum_assignment(tensor({{4, 1, 3}, {2, 0, 5}, {3, 2, 2}})) == std::vector<Index>{1, 0, 2});
  CHECK(linear_sum_assignment(tensor({{5, 3, 7}})) == std::vector<Index>{1});
  CHECK(linear_sum_assignment(zeros({0, 4})).empty());
}

TEST_CASE("the assignment is the cheapest of all permutations", "[assignment]") {
  Rng rng(1);
  for (int round = 0; round < 300; ++round) {
    const Index columns = 1 + rng.integer(6), rows = 1 + rng.integer(columns);
    check_cheapest(random_normal({rows, columns}, rng));
  }
}

TEST_CASE("the assignment is the cheapest where many costs are equal, negative or far apart",
          "[assignment]") {
  Rng rng(2);
  for (int round = 0; round < 200; ++round) {
    const Index columns = 2 + rng.integer(5), rows = 2 + rng.integer(columns - 1);
    Tensor few = zeros({rows, columns});
    for (Index r = 0; r < rows; ++r)
      for (Index c = 0; c < columns; ++c) few.at(r, c) = static_cast<Scalar>(rng.integer(4) - 2);
    check_cheapest(few);
    few.at(0, 0) = 1e4;
    check_cheapest(few);
  }
}

TEST_CASE("adding a number to a row changes no assignment", "[assignment]") {
  Rng rng(3);
  const Tensor costs = random_uniform({30, 40}, rng);
  const std::vector<Index> columns = linear_sum_assignment(costs);
  Tensor more = costs.clone();
  for (Index c = 0; c < 40; ++c) more.at(7, c) += Scalar{0.5};
  CHECK(std::abs(cost_of(costs, linear_sum_assignment(more)) - cost_of(costs, columns)) < 1e-4);
  // No swap of two columns, and no free column, makes it cheaper.
  for (std::size_t a = 0; a < 30; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      std::vector<Index> swapped = columns;
      std::swap(swapped[a], swapped[b]);
      CHECK(cost_of(costs, swapped) > cost_of(costs, columns) - 1e-5);
    }
  }
}
