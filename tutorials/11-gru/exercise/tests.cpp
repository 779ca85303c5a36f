// Tests the exercise of lesson 11 and says in words what is missing.
#include "nn/recurrent/cells.h"
#include "nn/recurrent/gru.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/reference.h"
#include "tensor/matmul.h"
#include "tensor/views.h"
#include "tutorials/11-gru/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>

using namespace heed;

namespace {

bool is(const Tensor& yours, const Tensor& other) {
  return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
}

// The states of h' = f(W_x x + W_h h + b).
template <class F>
Tensor states_with(const Tensor& x, const Tensor& W_x, const Tensor& W_h, const Tensor& b, bool carried,
                   F f) {
  Tensor h = zeros({b.size(0)});
  std::vector<Tensor> states;
  for (Index t = 0; t < x.size(0); ++t) {
    h = f(matmul(W_x, select(x, 0, t)) + matmul(W_h, carried ? h : zeros({b.size(0)})) + b);
    states.push_back(h);
  }
  return stack(states, 0);
}

void test_rnn() {
  Rng rng(1);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(3, rng);  // time, inputs and hidden
    const RNNCell cell(size[1], size[2], rng);
    const Tensor x = random_normal({size[0], size[1]}, rng), W_x = cell.from_input->weight.value();
    const Tensor W_h = cell.from_state->weight.value(), b = random_normal({size[2]}, rng);
    const Tensor yours = exercise::rnn_states(x, W_x, W_h, b);
    const auto squash = [](const Tensor& t) { return tanh(t); };
    const auto nothing = [](const Tensor& t) { return t; };
    const Tensor right = states_with(x, W_x, W_h, b, true, squash);
    expect(!is(yours, select(right, 0, size[0] - 1)), "this is the last state only; return all of them");
    expect(!is(yours, states_with(x, W_x, W_h, b, true, nothing)), "the tanh is missing");
    expect(!is(yours, states_with(x, W_x, W_h, b, false, squash)),
           "every step begins with a state of zeros: carry h from step to step");
    expect(!is(yours, states_with(x, W_x, W_h, zeros(b.shape()), true, squash)), "the bias b is missing");
    expect(!is(yours, states_with(x, W_x, transpose(W_h), b, true, squash)),
           "W_h is transposed: its rows belong to the new state");
    expect_close(text("your states for ", size[0], " steps, ", size[1], " inputs and ", size[2], " hidden"),
                 yours, right);
    // One step of the library's cell, whose biases are 0.
    const Tensor step = cell(slice(x, 0, 0, 1), zeros({1, size[2]})).value();
    expect_close("your first state, against the library's RNNCell",
                 exercise::rnn_states(slice(x, 0, 0, 1), W_x, W_h, zeros(b.shape())), step);
  }
}

void test_gru() {
  Rng rng(2);
  for (int round = 0; round < 10; ++round) {
    const Index size = different_sizes(1, rng)[0];
    const Tensor i = random_normal({3 * size}, rng), s = random_normal({3 * size}, rng),
                 h = random_normal({size}, rng);
    const auto part = [size](const Tensor& all, Index k) { return slice(all, 0, k * size, (k + 1) * size); };
    const Tensor r = sigmoid(part(i, 0) + part(s, 0)), z = sigmoid(part(i, 1) + part(s, 1));
    const Tensor n = tanh(part(i, 2) + r * part(s, 2));
    const Tensor yours = exercise::gru_step(i, s, h);
    expect(!is(yours, z * n + (1 - z) * h), "z and 1 - z are swapped: z keeps the old state");
    expect(!is(yours, (1 - r) * tanh(part(i, 2) + z * part(s, 2)) + r * h),
           "r and z are swapped: the first part is for r, the second for z");
    expect(!is(yours, (1 - z) * tanh(part(i, 2) + part(s, 2)) + z * h), "the reset gate r is not used");
    expect(!is(yours, (1 - z) * tanh(r * (part(i, 2) + part(s, 2))) + z * h),
           "r multiplies only what comes from the state, not what comes from the input");
    expect(!is(yours, (1 - z) * sigmoid(part(i, 2) + r * part(s, 2)) + z * h),
           "the candidate n needs a tanh: a state may be negative");
    expect(!is(yours, n), "this is the candidate n; mix it with the old state by z");
    const Tensor right = reference::gru_step(unsqueeze(i, 0), unsqueeze(s, 0), unsqueeze(h, 0));
    expect_close(text("your step of a GRU of size ", size), yours, select(right, 0, 0));
  }
}

void test_last() {
  Rng rng(3);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(4, rng);  // batch, time - 1, inputs, hidden
    const GRU gru(size[2], size[3], rng);
    std::vector<Index> lengths;
    const Index time = size[1] + 1;
    for (Index row = 0; row < size[0]; ++row)
      lengths.push_back(1 + (row + 1) % (time - 1));  // all are padded
    const Tensor x = random_normal({size[0], time, size[2]}, rng);
    const Tensor unmasked = gru(x).output.value(), right = gru(x, lengths).final[0].value();
    std::vector<Tensor> next;
    for (Index row = 0; row < size[0]; ++row) {
      next.push_back(select(select(unmasked, 0, row), 0, lengths[static_cast<std::size_t>(row)]));
    }
    const Tensor yours = exercise::last_states(unmasked, lengths);
    expect(!is(yours, select(unmasked, 1, time - 1)),
           "you take the last step of the batch, which is padding for the short sentences");
    expect(!is(yours, stack(next, 0)),
           "you take one step too many: steps are counted from 0, so step lengths[b] is padding already");
    expect(!is(yours, select(unmasked, 1, 0)), "you take the first step");
    expect_close(text("your last states of ", size[0], " sentences"), yours, right);
  }
}

void test_prediction() {
  Tensor h = ones({1});
  const double z = std::log(0.95 / 0.05);  // sigmoid(z) is 0.95
  for (int step = 0; step < 20; ++step) {
    h = select(reference::gru_step(tensor({{0, z, 0}}), zeros({1, 3}), unsqueeze(h, 0)), 0, 0);
  }
  expect_predicted("the share that is left", exercise::predicted_share(), static_cast<double>(h.item()),
                   0.03);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 11: GRU and the encoder-decoder");
  exercise.task("1. rnn_states: a plain recurrent network", test_rnn);
  exercise.task("2. gru_step: gates", test_gru);
  exercise.task("3. last_states: where a sentence ends", test_last);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
