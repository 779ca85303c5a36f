#include "nn/recurrent/cells.h"

#include "autograd/operations/functions.h"
#include "autograd/operations/recurrence.h"
#include "tensor/ground/error.h"

namespace heed {

namespace {

// Throws, naming `cell`, unless x (batch, inputs) and h (batch, hidden) have one batch.
void check(const char* cell, const Variable& x, const Variable& h) {
  require_defined(cell, x, h);
  if (x.rank() != 2 || h.rank() != 2 || x.size(0) != h.size(0))
    fail(cell, ": the input ", x.shape(), " and the state ", h.shape(),
         " must be (batch, inputs) and (batch, hidden)");
}

}  // namespace

RNNCell::RNNCell(Index inputs, Index hidden, Rng& rng)
    : from_input(*this, "from_input", inputs, checked_size("RNNCell", "the size of the state", hidden, 1),
                 rng),
      from_state(*this, "from_state", hidden, hidden, rng) {}

Variable RNNCell::operator()(const Variable& x, const Variable& h) const {
  check("RNNCell", x, h);
  return tanh(from_input(x) + from_state(h));
}

GRUCell::GRUCell(Index inputs, Index hidden, Rng& rng)
    : from_input(*this, "from_input", inputs, 3 * checked_size("GRUCell", "the size of the state", hidden, 1),
                 rng),
      from_state(*this, "from_state", hidden, 3 * hidden, rng) {}

Variable GRUCell::operator()(const Variable& x, const Variable& h) const {
  check("GRUCell", x, h);
  return gru_step(from_input(x), from_state(h), h);
}

}  // namespace heed
