// Tests the exercise of lesson 24 and says in words what is missing.
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/views.h"
#include "tutorials/24-graphs/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>

using namespace heed;

namespace {

bool is(const Tensor& yours, const Tensor& other) {
  return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
}

bool is(const std::vector<double>& yours, const std::vector<double>& other) {
  bool equal = yours.size() == other.size();
  for (std::size_t i = 0; equal && i < yours.size(); ++i) equal = std::abs(yours[i] - other[i]) < 1e-6;
  return equal;
}

void test_weights() {
  Rng rng(1);
  for (const Index nodes : {3, 5, 7}) {
    const Tensor scores = random_normal({nodes, nodes}, rng);
    // Directed, without reading oneself. The last node reads nobody, and node 0 reads it.
    Tensor neighbours = zeros({nodes, nodes});
    for (Index i = 0; i + 1 < nodes; ++i)
      for (Index j = 0; j < nodes; ++j)
        neighbours.at(i, j) =
            j != i && (j == (i + 1) % (nodes - 1) || j + i + 1 == nodes || rng.uniform() < 0.4);
    const Tensor yours = exercise::neighbour_weights(scores, neighbours);
    expect(!is(yours, softmax(scores)), "your nodes read all nodes: leave out those that are not neighbours");
    expect(!is(yours, softmax(scores) * neighbours),
           "the weights of your nodes do not sum to 1: the sum must go over the neighbours only");
    expect(!is(yours, softmax(scores, transpose(neighbours).contiguous())),
           "your arrows are turned round: neighbours(i, j) says that node i, the row, reads node j");
    expect(!is(yours, transpose(softmax(transpose(scores), transpose(neighbours).contiguous())).contiguous()),
           "your weights sum to 1 over the nodes that read; they must over the nodes that are read");
    expect(!(yours.defined() && yours.shape() == scores.shape() && std::isnan(yours(nodes - 1, 0))),
           "the last node has no neighbours, and its weights are 0 / 0: they must be 0");
    expect_close("neighbour_weights", yours, softmax(scores, neighbours), "sum exp(score) along each row");
  }
}

void test_returns() {
  Rng rng(2);
  for (const int steps : {1, 4, 9}) {
    std::vector<double> rewards;
    for (int t = 0; t < steps; ++t) rewards.push_back(rng.normal());
    const double discount = rng.uniform(0.5, 0.95);
    std::vector<double> right = rewards, forward = rewards, plain = rewards, next = rewards, late = rewards;
    for (std::size_t t = rewards.size(); t-- > 1;) {
      right[t - 1] += discount * right[t];
      plain[t - 1] += plain[t];
      next[t - 1] += discount * rewards[t];
      late[t - 1] = discount * (late[t - 1] + late[t]);
    }
    for (std::size_t t = 1; t < rewards.size(); ++t) forward[t] += discount * forward[t - 1];
    const std::vector<double> yours = exercise::returns(rewards, discount);
    if (steps > 1) {
      expect(!is(yours, forward),
             "your returns sum the rewards before each step; a step can only cause later rewards");
      expect(!is(yours, late),
             "you discount the reward of the step itself, too; only the later ones count less");
      expect(!is(yours, plain), "the discount is missing: a reward that comes a step later counts less");
    }
    if (steps > 2)
      expect(!is(yours, next),
             "your returns end after one more step: add the return of the next step, not its reward");
    expect(is(yours, right),
           "returns: wrong values; begin with the last step, whose return is its own reward");
  }
}

void test_prediction() {
  const double yours = exercise::predicted_return();
  expect(std::abs(yours - std::pow(0.9, 5)) > 1e-4,
         "that is one discount too many: the reward of the first step itself would count fully");
  expect(yours != 1, "that is the return of the fifth step; the first one is earlier");
  expect_predicted("the return of the first step", yours, std::pow(0.9, 4), 0.005);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 24: Graphs, and a policy that attends");
  exercise.task("1. neighbour_weights", test_weights);
  exercise.task("2. returns", test_returns);
  exercise.task("3. a prediction", test_prediction);
  return exercise.finish();
}
