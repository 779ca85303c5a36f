// One step of a recurrent network.
#pragma once

#include "nn/layers.h"
#include "nn/module.h"

namespace heed {

// The plain recurrent cell (Elman, 1990): h' = tanh(W_i x + b_i + W_h h + b_h).
class RNNCell : public Module {
 public:
  RNNCell(Index inputs, Index hidden, Rng& rng);
  Variable operator()(const Variable& x,
                      const Variable& h) const;  // (batch, inputs), (batch, hidden) -> (batch, hidden)

  Child<Linear> from_input, from_state;
};

// The gated recurrent unit (Cho et al., 2014); formulas in autograd/operations/recurrence.h.
class GRUCell : public Module {
 public:
  GRUCell(Index inputs, Index hidden, Rng& rng);
  Variable operator()(const Variable& x,
                      const Variable& h) const;  // (batch, inputs), (batch, hidden) -> (batch, hidden)

  Child<Linear> from_input,
      from_state;  // weights (3 hidden, ...): reset, update and candidate gates side by side
};

}  // namespace heed
