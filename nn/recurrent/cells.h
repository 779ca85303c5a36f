// One step of a recurrent network.
#pragma once

#include "nn/layers.h"
#include "nn/module.h"

namespace heed {

// The plain recurrent cell (Elman, 1990): h' = tanh(W_i x + b_i + W_h h + b_h).
class RNNCell : public Module {
 public:
  RNNCell(Index inputs, Index hidden, Rng& rng);
  // x (batch, inputs), h (batch, hidden) -> (batch, hidden)
  Variable operator()(const Variable& x, const Variable& h) const;

  Child<Linear> from_input, from_state;
};

// The gated recurrent unit (Cho et al., 2014); formulas in autograd/operations/recurrence.h.
class GRUCell : public Module {
 public:
  GRUCell(Index inputs, Index hidden, Rng& rng);
  // x (batch, inputs), h (batch, hidden) -> (batch, hidden)
  Variable operator()(const Variable& x, const Variable& h) const;

  // Weights (3 hidden, ...): the rows of the reset gate, then the update gate, then the candidate.
  Child<Linear> from_input, from_state;
};

}  // namespace heed
