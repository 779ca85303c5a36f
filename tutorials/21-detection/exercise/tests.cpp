// Tests the exercise of lesson 21 and says in words what is missing.
#include "nn/vision/assignment.h"
#include "tensor/elementwise.h"
#include "tensor/random.h"
#include "tutorials/21-detection/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

using namespace heed;

namespace {

bool near(double a, double b) { return std::abs(a - b) < 1e-5; }

Box random_box(Rng& rng) {
  const double x = rng.uniform(0, 20), y = rng.uniform(0, 20);
  return {x, y, x + rng.uniform(1, 12), y + rng.uniform(1, 9)};
}

std::string sides(const Box& box) {
  return text("(", box.left, ", ", box.top, ", ", box.right, ", ", box.bottom, ")");
}

void test_overlap() {
  expect(!near(exercise::overlap({0, 0, 4, 4}, {0, 0, 4, 4}), 0.5),
         "you divide by the sum of both areas: the common part is in it twice, but it is covered once");
  const double equal = exercise::overlap({0, 0, 4, 3}, {0, 0, 4, 3});
  expect(!near(equal, 5), "you count one pixel too many: a box from 0 to 4 has the width 4, not 5");
  expect(near(equal, 1), text("two equal boxes must have 1; yours have ", equal));
  expect(near(exercise::overlap({0, 0, 2, 2}, {5, 1, 8, 3}), 0), "boxes that are apart must have 0");
  expect(near(exercise::overlap({0, 0, 2, 2}, {5, 6, 8, 9}), 0),
         "boxes that are apart along both axes must have 0: a negative width times a negative height is "
         "positive");
  Rng rng(1);
  for (int round = 0; round < 200; ++round) {
    const Box a = random_box(rng), b = random_box(rng);
    const double yours = exercise::overlap(a, b), right = intersection_over_union(a, b);
    const double both = right * (area(a) + area(b)) / (1 + right);
    expect(right == 0 || right > 0.9 || !near(yours, both / std::min(area(a), area(b))),
           "you divide by the smaller area: a small box inside a large one would be perfect");
    const double by_larger = both / std::max(area(a), area(b));
    expect(near(right, by_larger) || !near(yours, by_larger),
           "you divide by the larger area; divide by the area that at least one of the boxes covers");
    const Box around{std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
                     std::max(a.bottom, b.bottom)};
    expect(near(right, both / area(around)) || !near(yours, both / area(around)),
           "you divide by the smallest box around both; its corners may be in neither of them");
    expect(near(yours, right),
           text("for boxes with left, top, right and bottom ", sides(a), " and ", sides(b), " you give ",
                yours, "; it should be ", right,
                ".\n            The common part begins at the larger of the left sides; where does it end?"));
  }
}

double cost_of(const Tensor& costs, const std::vector<Index>& columns) {
  double total = 0;
  for (std::size_t row = 0; row < columns.size(); ++row)
    total += static_cast<double>(costs(static_cast<Index>(row), columns[row]));
  return total;
}

// Each row in turn takes the cheapest column that is left.
std::vector<Index> greedy(const Tensor& costs) {
  std::vector<Index> taken;
  for (Index row = 0; row < costs.size(0); ++row) {
    Index best = -1;
    for (Index c = 0; c < costs.size(1); ++c) {
      if (std::find(taken.begin(), taken.end(), c) != taken.end()) continue;
      if (best < 0 || costs(row, c) < costs(row, best)) best = c;
    }
    taken.push_back(best);
  }
  return taken;
}

void test_cheapest() {
  Rng rng(2);
  // In how many rounds the greedy assignment and the largest one differ from the right one, and in how many it is yours.
  int greedy_differs = 0, greedy_is_yours = 0, largest_differs = 0, largest_is_yours = 0;
  for (int round = 0; round < 60; ++round) {
    const Index columns = 2 + rng.integer(4), rows = 1 + rng.integer(columns);
    const Tensor costs = random_normal({rows, columns}, rng);
    const std::vector<Index> yours = exercise::cheapest(costs);
    expect(static_cast<Index>(yours.size()) == rows,
           text("your result must have one column for each row: the costs have ", rows, " rows and ", columns,
                " columns, and you give ", yours.size(), " entries"));
    for (const Index c : yours) expect(c >= 0 && c < columns, "there is no such column in the costs");
    expect(std::set<Index>(yours.begin(), yours.end()).size() == yours.size(),
           "two of your rows have the same column; each column can be given once");
    const double smallest = cost_of(costs, linear_sum_assignment(costs));
    const double largest = -cost_of(costs * -1.0, linear_sum_assignment(costs * -1.0));
    if (largest > smallest + 0.1) {
      ++largest_differs;
      largest_is_yours += near(cost_of(costs, yours), largest);
    }
    if (cost_of(costs, greedy(costs)) > smallest + 1e-4) {
      ++greedy_differs;
      greedy_is_yours += yours == greedy(costs);
    }
  }
  expect(largest_is_yours < largest_differs,
         "your assignment is the most expensive one; keep the total that is smaller");
  expect(
      greedy_is_yours < greedy_differs,
      "your rows take the cheapest column that is left, one after the other: a later row may need it more");
  for (int round = 0; round < 60; ++round) {
    const Tensor costs = random_normal({1 + rng.integer(4), 5}, rng);
    expect(cost_of(costs, exercise::cheapest(costs)) < cost_of(costs, linear_sum_assignment(costs)) + 1e-4,
           "there is a cheaper assignment: have you tried all orders of the columns?");
  }
}

void test_prediction() {
  const double yours = exercise::predicted_assignments();
  expect(yours != 125, "that counts assignments in which two objects have the same slot");
  expect(
      yours != 15,
      "that multiplies objects by slots; multiply the choices of the first, the second and the third object");
  expect(yours != 243, "that gives each slot an object; each object gets one slot, and two slots stay empty");
  expect(yours != 10, "that counts which slots are used; it also matters which object has which of them");
  expect(yours != 120,
         "that counts the orders of all five slots; the two slots without an object have no order");
  expect(yours != 6, "that counts the orders of three slots; there are five to choose from");
  expect_predicted("the number of assignments", yours, 60, 0);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 21: Detection");
  exercise.task("1. overlap: intersection over union", test_overlap);
  exercise.task("2. cheapest: the assignment", test_cheapest);
  exercise.task("3. a prediction", test_prediction);
  return exercise.finish();
}
