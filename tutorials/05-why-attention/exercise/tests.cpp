// Tests the exercise of lesson 05 and says in words what is missing.
#include "autograd/operations/arithmetic.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "nn/recurrent/cells.h"
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/random.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/05-why-attention/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

// The states of the library's RNN after each step, (time, hidden), when it begins with `start` (1, hidden).
Variable library_states(const Tensor& x, const Tensor& W, const Tensor& U, const Variable& start) {
  Rng rng(1);
  const RNNCell cell(x.size(1), U.size(0), rng);
  for (auto& [name, parameter] : cell.state_dict()) {
    if (name == "from_input.weight") parameter.copy_from(W);
    if (name == "from_state.weight") parameter.copy_from(U);
  }
  Variable h = start;
  std::vector<Variable> states;
  for (Index t = 0; t < x.size(0); ++t) {
    h = cell(Variable(unsqueeze(select(x, 0, t), 0)), h);
    states.push_back(h);
  }
  return concatenate(states, 0);
}

Tensor row(const Tensor& x, Index t) { return select(x, 0, t); }

void test_last_state() {
  Rng rng(1);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(3, rng);
    const Index time = size[0], inputs = size[1], hidden = size[2];
    const Tensor x = random_normal({time, inputs}, rng), W = random_normal({hidden, inputs}, rng, 0, 0.5);
    const Tensor U = random_normal({hidden, hidden}, rng, 0, 0.5);
    const Tensor states = library_states(x, W, U, zeros({1, hidden})).value();
    const Tensor yours = exercise::last_state(x, W, U);
    const auto is = [&](const Tensor& other) {
      return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
    };
    if (is(row(states, time - 1))) continue;
    const Tensor last = row(x, time - 1);
    expect(!is(tanh(matmul(W, last))),
           "your last state depends on the last input alone: the old state is missing, U h");
    Tensor straight = zeros({hidden}), backward = zeros({hidden}), in_place = zeros({hidden});
    Tensor bare = matmul(W, row(x, 0));
    for (Index t = 0; t < time; ++t) {
      straight = matmul(W, row(x, t)) + matmul(U, straight);
      backward = tanh(matmul(W, row(x, time - 1 - t)) + matmul(U, backward));
      if (t > 0) bare = tanh(matmul(W, row(x, t)) + matmul(U, bare));
      const Tensor input = matmul(W, row(x, t));
      for (Index i = 0; i < hidden; ++i)
        in_place.at(i) =
            static_cast<Scalar>(std::tanh(static_cast<double>(input(i) + sum(row(U, i) * in_place).item())));
    }
    expect(!is(straight), "your states never go through tanh");
    expect(!is(backward), "you read from the last input to the first");
    expect(!is(bare), "your first state does not go through tanh");
    expect(!is(in_place), "you overwrite the old state while later entries of the new one still need it");
    expect(!(time > 1 && is(row(states, time - 2))), "you leave out the last input");
    expect_close(text("the last state after ", time, " inputs"), yours, row(states, time - 1),
                 "Is it W x + U h, and not a transposed U?");
  }
}

void test_gradient() {
  Rng rng(2);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(3, rng);
    const Index time = size[0], inputs = size[1], hidden = size[2];
    const Tensor x = random_normal({time, inputs}, rng), W = random_normal({hidden, inputs}, rng, 0, 0.5);
    const Tensor U = random_normal({hidden, hidden}, rng, 0, 0.5), upstream = random_normal({hidden}, rng);
    const Variable start = leaf(zeros({1, hidden}));
    const Variable states = library_states(x, W, U, start);
    const Tensor h = states.value();
    sum(select(states, 0, time - 1) * Variable(upstream)).backward();
    const Tensor yours = exercise::gradient_at_start(U, h, upstream);
    const auto is = [&](const Tensor& other) {
      return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-6);
    };
    if (is(row(start.grad(), 0))) continue;
    Tensor no_slope = upstream, not_transposed = upstream, forward = upstream, late = upstream,
           before = upstream;
    for (Index t = time - 1; t >= 0; --t) {
      const auto slope = [&](const Tensor& state) { return 1.0 - state * state; };
      const Tensor previous = t > 0 ? row(h, t - 1) : zeros({hidden});
      no_slope = matmul(transpose(U), no_slope);
      not_transposed = matmul(U, not_transposed * slope(row(h, t)));
      forward = matmul(transpose(U), forward * slope(row(h, time - 1 - t)));
      late = matmul(transpose(U), late) * slope(row(h, t));
      before = matmul(transpose(U), before * slope(previous));
    }
    expect(!is(no_slope), "the slope of tanh is missing: multiply by 1 - h^2 at each step");
    expect(!is(not_transposed), "backward through U h needs U transposed");
    expect(!is(forward), "you walk from the first step to the last; begin with the last");
    expect(!is(late), "the order within a step: first the slope of tanh, then U transposed");
    expect(!is(before), "the slope belongs to the state after the step, not before it");
    expect_close(text("the gradient ", time, " steps back"), yours, row(start.grad(), 0));
  }
}

void test_recall() {
  Rng rng(3);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);
    const Index texts = size[0] + 10, n = size[1];
    TokenMatrix said(texts, n), right(texts, n);
    std::vector<double> expected(static_cast<std::size_t>(n), 0), counts = expected;
    for (Index i = 0; i < n; ++i) {
      for (Index t = 0; t < texts; ++t) {
        right(t, i) = static_cast<Token>(rng.integer(8));
        said(t, i) = t <= i + 1 ? right(t, i) : (right(t, i) + 1) % 8;  // i + 2 texts are right
      }
      counts[static_cast<std::size_t>(n - 1 - i)] = static_cast<double>(i + 2);
      expected[static_cast<std::size_t>(n - 1 - i)] = static_cast<double>(i + 2) / static_cast<double>(texts);
    }
    const std::vector<double> yours = exercise::recall_by_distance(said, right);
    expect(
        yours.size() == static_cast<std::size_t>(n),
        text("your result has ", yours.size(), " entries; it needs one for each of the ", n, " distances"));
    const auto is = [&](const std::vector<double>& other) {
      double difference = 0;
      for (std::size_t k = 0; k < other.size(); ++k)
        difference = std::max(difference, std::abs(yours[k] - other[k]));
      return difference < 1e-6;
    };
    const auto times = [](std::vector<double> numbers, double factor) {
      for (double& number : numbers) number *= factor;
      return numbers;
    };
    const double by_column = static_cast<double>(texts) / static_cast<double>(n);
    expect(!is(std::vector<double>(expected.rbegin(), expected.rend())),
           "your entry 0 is the first fact that was read; distance 0 is the last one");
    expect(!is(counts), "these are numbers of right answers; divide by the number of texts");
    expect(!is(times(expected, by_column)),
           "you divide by the number of facts; divide by the number of texts");
    expect(!is(times(expected, 1 / static_cast<double>(n))),
           "you divide by the number of all answers; each distance has one answer in each text");
    expect(is(expected), text("with ", texts, " texts of ", n, " facts, your shares are wrong"));
  }
}

void test_prediction() {
  Rng rng(4);
  double right = 0;
  const int texts = 40000;
  for (int i = 0; i < texts; ++i) right += rng.integer(4) == rng.integer(4) ? 1 : 0.5;
  expect_predicted("the recall of a reader that knows the colours alone", exercise::predicted_recall(),
                   right / texts, 0.02);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 05: why attention");
  exercise.task("1. last_state: an RNN reads", test_last_state);
  exercise.task("2. gradient_at_start: what arrives at the first step", test_gradient);
  exercise.task("3. recall_by_distance: measure what is left", test_recall);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
