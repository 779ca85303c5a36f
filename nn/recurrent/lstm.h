// Long short-term memory (Hochreiter and Schmidhuber, 1997; with the forget gate of Gers et al., 2000). Beside
// its state h, it carries a memory c that is only scaled and added to:
//
//     i, f, o = sigmoid(...)    g = tanh(...)    c' = f c + i g    h' = o tanh(c')
//
// Each (...) is W_i x + b_i + W_h h + b_h with rows of its own: the input gate i, the forget gate f, the candidate g and
// the output gate o, in this order, as in PyTorch.
#pragma once

#include "nn/layers.h"

#include <vector>

namespace heed {

struct LSTMState {
  Variable h, c;  // (batch, hidden) each
};

class LSTMCell : public Module {
 public:
  LSTMCell(Index inputs, Index hidden, Rng& rng);
  // x (batch, inputs) -> the next state
  LSTMState operator()(const Variable& x, const LSTMState& state) const;
  // The same step, from W_i x + b_i (batch, 4 hidden). A whole sequence computes these in one product.
  LSTMState step(const Variable& from_x, const LSTMState& state) const;

  Child<Linear> from_input, from_state;  // weights (4 hidden, ...)
};

// One layer over whole sequences, in one direction or both; from zeros.
class LSTM : public Module {
 public:
  LSTM(Index inputs, Index hidden, Rng& rng, bool bidirectional = false);

  struct Result {
    Variable output;  // (batch, time, hidden or 2 hidden): the states h; 0 at padding
    LSTMState final;  // after the last step of each row; of both directions, side by side
  };
  // x (batch, time, inputs); lengths: how many steps of each row count (all, if empty). The steps after them reach no
  // result and no gradient, even if x is NaN or infinite there.
  Result operator()(const Variable& x, const std::vector<Index>& lengths = {}) const;

  Index output_size() const { return static_cast<Index>(cells_.size()) * hidden_; }

 private:
  Index inputs_, hidden_;
  Children<LSTMCell> cells_{*this, "cells"};  // forward, backward
};

}  // namespace heed
