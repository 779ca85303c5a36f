#include "nn/recurrent/cells.h"

#include "autograd/operations/functions.h"
#include "autograd/operations/recurrence.h"

namespace heed {

RNNCell::RNNCell(Index inputs, Index hidden, Rng& rng)
    : from_input(*this, "from_input", inputs, hidden, rng),
      from_state(*this, "from_state", hidden, hidden, rng) {}

Variable RNNCell::operator()(const Variable& x, const Variable& h) const {
  return tanh(from_input(x) + from_state(h));
}

GRUCell::GRUCell(Index inputs, Index hidden, Rng& rng)
    : from_input(*this, "from_input", inputs, 3 * hidden, rng),
      from_state(*this, "from_state", hidden, 3 * hidden, rng) {}

Variable GRUCell::operator()(const Variable& x, const Variable& h) const {
  return gru_step(from_input(x), from_state(h), h);
}

}  // namespace heed
