// Tests the exercise of lesson 02 and says in words what is missing.
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/watch/trace.h"
#include "tutorials/02-derivatives/exercise/exercise.h"
#include "tutorials/02-derivatives/mini_tape.h"
#include "tutorials/exercise.h"

#include <algorithm>

using namespace heed;

namespace {

using Graph = std::vector<std::vector<int>>;

void test_slopes() {
  const Variable w = leaf(scalar(0.7)), x = leaf(scalar(-1.5)), b = leaf(scalar(0.4));
  const Variable y = tanh(w * x + b), e = y - 0.9;
  (e * e).backward();
  const double dL[] = {static_cast<double>(w.grad().item()), static_cast<double>(x.grad().item()),
                       static_cast<double>(b.grad().item())};
  const double slope = 1 - static_cast<double>(y.item() * y.item());
  const Tensor right = tensor({dL[0], dL[1], dL[2]}), yours = exercise::slopes(0.7, -1.5, 0.4, 0.9);
  const auto is = [&](const Tensor& other) {
    return yours.shape() == other.shape() && all_close(yours, other, 1e-3);
  };
  const double z = 0.7 * -1.5 + 0.4;
  expect(yours.defined(), "slopes() returns an empty Tensor()");
  expect(!is(right * ((1 - z * z) / slope)),
         "the slope of tanh is 1 - y^2, where y is the result of tanh, not its argument");
  expect(!is(right / slope),
         "the slope of tanh is missing: each path leads through tanh, with the slope 1 - y^2");
  expect(!is(right / (2 * slope)),
         "two things are missing: the factor 2, because e * e uses e twice, and the slope of tanh");
  expect(!is(right / 2), "the factor 2 is missing: e * e uses e twice, and gradients add");
  expect(!is(right * -1.0), "the sign is wrong: L grows with e, and e = y - t grows with y");
  expect(!is(tensor({dL[1], dL[0], dL[2]})),
         "dL/dw and dL/dx are swapped: the slope of w x with respect to w is x");
  expect(!is(tensor({dL[0], dL[2], dL[1]})), "the order is dL/dw, dL/dx, dL/db: your last two are swapped");
  expect_close("your slopes for w = 0.7, x = -1.5, b = 0.4, t = 0.9", yours, right);
}

std::string listed(const std::vector<int>& order) {
  std::string result;
  for (const int node : order) result += (result.empty() ? "" : " ") + std::to_string(node);
  return result;
}

// The two orders that people try first: level by level, and depth first. Both list each node where
// it is first seen.
std::vector<int> by_levels(const Graph& inputs, int end) {
  std::vector<int> found{end};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const int input : inputs[static_cast<std::size_t>(found[i])]) {
      if (std::count(found.begin(), found.end(), input) == 0) found.push_back(input);
    }
  }
  return found;
}
void deep_first(const Graph& inputs, int node, std::vector<int>& found) {
  if (std::count(found.begin(), found.end(), node) > 0) return;
  found.push_back(node);
  for (const int input : inputs[static_cast<std::size_t>(node)]) deep_first(inputs, input, found);
}

void check_order(const Graph& inputs, int end) {
  const std::vector<int> yours = exercise::walking_order(inputs, end), needed = by_levels(inputs, end);
  const std::string shown = "\nyours: " + listed(yours);
  const auto index = [&](int node) { return std::find(yours.begin(), yours.end(), node) - yours.begin(); };
  for (const int node : yours) {
    expect(std::count(yours.begin(), yours.end(), node) == 1,
           text("node ", node,
                " occurs more than once: it must wait for all its users and is then visited once", shown));
    expect(
        std::count(needed.begin(), needed.end(), node) == 1,
        text("the end, ", end, ", does not depend on node ", node, ": no gradient reaches that node", shown));
  }
  for (const int node : needed) {
    expect(std::count(yours.begin(), yours.end(), node) == 1,
           text("node ", node, " is missing", shown,
                "\nDoes the node wait for a user that the end does not depend on? Such a user is never "
                "visited."));
  }
  std::vector<int> deep;
  deep_first(inputs, end, deep);
  const std::string how =
      yours == needed       ? "\nYou went level by level: a node must wait for its users on longer paths too."
      : yours == deep       ? "\nYou went depth first: a node must wait for its other users."
      : yours.back() == end ? "\nA walk back starts at the end: reverse your order."
      : std::is_sorted(yours.rbegin(), yours.rend())
          ? "\nYou sorted by the nodes' numbers; here the numbers do not say which node is older."
          : "";
  for (const int node : yours) {
    for (const int input : inputs[static_cast<std::size_t>(node)]) {
      expect(index(node) < index(input),
             text("node ", input, " is visited before node ", node, ", which uses it, so the share of node ",
                  node, " comes too late", shown, how));
    }
  }
}

void test_order() {
  check_order({{}, {0, 0}, {1, 1}}, 2);            // a, b = a + a, c = b + b
  check_order({{3, 1}, {3, 3}, {}, {2, 2}}, 0);    // d = b + c, c = b b, b = a a: two paths, one longer
  check_order({{2}, {0, 3}, {}, {2, 0}, {1}}, 1);  // node 4 uses the end, and is not part of it
  check_order({{2}, {0, 3}, {}, {2, 0}, {3}}, 1);  // node 4 uses node 3, but the end does not depend on 4
  check_order({{4, 3}, {}, {0, 4}, {1, 5}, {3, 1}, {1}}, 2);
}

void test_swish() {
  Rng rng(2);
  const Tensor x = random_normal({3, 5}, rng), upstream = random_normal({3, 5}, rng);
  const Variable reference = leaf(x), yours = leaf(x);
  (reference * sigmoid(reference)).backward(upstream);
  const Trace trace;
  const Variable y = exercise::swish(yours);
  const std::size_t operations = trace.entries().size();
  expect(y.defined(), "swish() returns an empty Variable()");
  expect_close("swish(x)", y.value(), x * sigmoid(x));
  expect(y.requires_grad(),
         "the values are right, but nothing was recorded: return record(...) with an Edge for x");
  expect(
      operations <= 2,  // x itself, and one operation
      "the values are right, but the graph consists of the library's operations; make an operation of your "
      "own from tensors, x.value(), and record(...)");
  y.backward(upstream);
  const Tensor s = sigmoid(x), gradient = yours.grad(), slope = reference.grad() / upstream;
  const auto is = [&](const Tensor& other) { return all_close(gradient, other, 1e-3, 1e-5); };
  expect(!is(slope), "your rule returns dy/dx; multiply it by `grad`, which is dL/dy");
  expect(!is(upstream * s), "your rule treats sigmoid(x) as a constant, but sigmoid(x) depends on x too");
  expect(!is(upstream * x * s * (1 - s)),
         "one term is missing: the slope with respect to the factor x, which is sigmoid(x)");
  expect(!is(upstream * s * (1 - s)),
         "this is the slope of sigmoid alone; y is the product of x and sigmoid(x)");
  expect_close("the gradient of your swish", gradient, reference.grad());
}

void test_prediction() {
  MiniTape tape;
  const auto a = tape.given("a", 2), c = tape.times("c", a, a), d = tape.times("d", c, c);
  Walk walk(tape);
  walk_immediately(tape, d, walk);
  expect_predicted("the gradient of a by walk_immediately()", exercise::predicted_gradient(),
                   walk.gradient[a], 0.01);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 02: derivatives and the tape");
  exercise.task("1. slopes: the chain rule by hand", test_slopes);
  exercise.task("2. walking_order: each node before its inputs", test_order);
  exercise.task("3. swish: an operation for the library", test_swish);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
