#include "nn/recurrent/lstm.h"

#include "autograd/operations/functions.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/views.h"

#include <string>

namespace heed {

LSTMCell::LSTMCell(Index inputs, Index hidden, Rng& rng)
    : from_input(*this, "from_input", inputs,
                 4 * checked_size("LSTMCell", "the size of the state", hidden, 1), rng),
      from_state(*this, "from_state", hidden, 4 * hidden, rng) {}

LSTMState LSTMCell::operator()(const Variable& x, const LSTMState& state) const {
  require_defined("LSTMCell", x, state.h, state.c);
  const bool fits = x.rank() == 2 && state.h.rank() == 2 && x.size(0) == state.h.size(0);
  if (!fits || !(state.h.shape() == state.c.shape()))
    fail("LSTMCell: the input ", x.shape(), ", the state ", state.h.shape(), " and the memory ",
         state.c.shape(), " must be (batch, inputs), (batch, hidden) and (batch, hidden)");
  return step(from_input(x), state);
}

LSTMState LSTMCell::step(const Variable& from_x, const LSTMState& state) const {
  const Index hidden = state.h.size(1);
  const Variable gates = from_x + from_state(state.h);  // (batch, 4 hidden)
  const auto part = [&](Index k) { return slice(gates, 1, k * hidden, (k + 1) * hidden); };
  const Variable i = sigmoid(part(0)), f = sigmoid(part(1)), g = tanh(part(2)), o = sigmoid(part(3));
  const Variable c = f * state.c + i * g;
  return {o * tanh(c), c};
}

LSTM::LSTM(Index inputs, Index hidden, Rng& rng, bool bidirectional)
    : inputs_(checked_size("LSTM", "the size of the input", inputs, 1)),
      hidden_(checked_size("LSTM", "the size of the state", hidden, 1)) {
  cells_.add(inputs, hidden, rng);
  if (bidirectional) cells_.add(inputs, hidden, rng);
}

namespace {

// The output (batch, time, hidden) and the final state of one direction. visible (batch, time) is 1 where a row has
// a step; undefined: everywhere.
LSTM::Result run(const LSTMCell& cell, const Variable& x, const Tensor& visible, Index hidden,
                 bool backward) {
  const Index batch = x.size(0), time = x.size(1);
  const Variable from_x = cell.from_input(x);  // (batch, time, 4 hidden)
  const Variable zero = zeros({batch, hidden});
  LSTMState state{zero, zero};
  std::vector<Variable> outputs(static_cast<std::size_t>(time));
  for (Index step = 0; step < time; ++step) {
    const Index t = backward ? time - 1 - step : step;
    const LSTMState next = cell.step(select(from_x, 1, t), state);
    Variable& output = outputs[static_cast<std::size_t>(t)];
    if (!visible.defined()) {
      state = next;
      output = next.h;
      continue;
    }
    // At its padding, a row keeps its state and puts out 0.
    const Tensor here = slice(visible, 1, t, t + 1);  // (batch, 1)
    state = {where(here, next.h, state.h), where(here, next.c, state.c)};
    output = where(here, next.h, zero);
  }
  return {stack(outputs, 1), state};
}

}  // namespace

LSTM::Result LSTM::operator()(const Variable& x, const std::vector<Index>& lengths) const {
  require_defined("LSTM", x);
  if (x.rank() != 3 || x.size(1) < 1 || x.size(2) != inputs_)
    fail("LSTM: x must have shape (batch, time, ", inputs_, ") with at least one step, not ", x.shape());
  Tensor visible;
  Variable input = x;
  if (!lengths.empty()) {
    check_lengths("LSTM", lengths, x.size(0), x.size(1), 1);
    visible = squeeze(length_mask(lengths, x.size(1)), 1);
    input = masked_fill(x, unsqueeze(visible, 2) == 0, 0);
  }
  std::vector<Result> runs;
  for (std::size_t direction = 0; direction < cells_.size(); ++direction) {
    const Scope scope("cells." + std::to_string(direction));
    runs.push_back(run(cells_[direction], input, visible, hidden_, direction == 1));
  }
  if (runs.size() == 1) return runs[0];
  return {concatenate({runs[0].output, runs[1].output}, 2),
          {concatenate({runs[0].final.h, runs[1].final.h}, 1),
           concatenate({runs[0].final.c, runs[1].final.c}, 1)}};
}

}  // namespace heed
