// GRU over whole sequences: several layers, one direction or both, and padding that never changes a result.
#pragma once

#include "nn/recurrent/cells.h"

#include <vector>

namespace heed {

class GRU : public Module {
 public:
  // With `bidirectional`, each layer runs forward and backward in time, and the two outputs are concatenated:
  // (..., 2 hidden). Dropout acts between the layers.
  GRU(Index inputs, Index hidden, Rng& rng, Index layers = 1, bool bidirectional = false,
      double dropout_probability = 0);

  struct Result {
    Variable output;              // (batch, time, hidden or 2 hidden) of the last layer; 0 at padding
    std::vector<Variable> final;  // for each layer the state (batch, hidden or 2 hidden) after its last step
  };
  // x (batch, time, inputs); lengths: how many steps of each row count (all, if empty). The steps after them reach
  // no result and no gradient, even if x is NaN or infinite there. `start` has the state of each layer before its
  // first step, shaped as in Result::final; empty: zeros.
  Result operator()(const Variable& x, const std::vector<Index>& lengths = {},
                    const std::vector<Variable>& start = {}) const;

  Index output_size() const { return directions_ * hidden_; }

 private:
  void check(const Variable& x, const std::vector<Index>& lengths, const std::vector<Variable>& start) const;

  Index inputs_, hidden_, directions_;
  Children<GRUCell> cells_{*this, "cells"};  // layer by layer, forward before backward
  Child<Dropout> dropout_;
};

}  // namespace heed
