#include "nn/recurrent/cells.h"

#include "autograd/functions.h"
#include "autograd/recurrent.h"

namespace heed {

RnnCell::RnnCell(Index inputs, Index hidden, Rng& rng)
    : from_input(*this, "from_input", inputs, hidden, rng),
      from_state(*this, "from_state", hidden, hidden, rng) {}

Variable RnnCell::operator()(const Variable& x, const Variable& h) const {
  return tanh(from_input(x) + from_state(h));
}

GruCell::GruCell(Index inputs, Index hidden, Rng& rng)
    : from_input(*this, "from_input", inputs, 3 * hidden, rng),
      from_state(*this, "from_state", hidden, 3 * hidden, rng) {}

Variable GruCell::operator()(const Variable& x, const Variable& h) const {
  return gru_step(from_input(x), from_state(h), h);
}

}  // namespace heed
