// The gated recurrent unit (Cho et al., 2014): one step, and a whole sequence. With i = W_i x + b_i from
// the input and s = W_h h + b_h from the state, each with three parts r, z, n side by side as in PyTorch:
//     r = sigmoid(i_r + s_r)        z = sigmoid(i_z + s_z)        n = tanh(i_n + r s_n)
//     h' = (1 - z) n + z h
#pragma once

#include "tensor/tensor.h"

#include <vector>

namespace heed::kernel {

// One step: i and s (batch, 3 hidden), h (batch, hidden).
struct GruStep {
  Tensor h;      // (batch, hidden): h' above
  Tensor gates;  // (batch, 3 hidden): r, z and n of each row, which the backward pass needs
};
GruStep gru_step(const Tensor& i, const Tensor& s, const Tensor& h);

struct GruStepGradients {
  Tensor i, s;  // (batch, 3 hidden)
  Tensor h;     // (batch, hidden)
};
GruStepGradients gru_step_backward(const Tensor& grad, const Tensor& s, const Tensor& h, const Tensor& gates);

// The order of a sequence's steps, and the rows that take part in each.
struct GruSteps {
  Index time;
  std::vector<Index> lengths;  // the steps of each row; empty: all rows have all steps
  bool reverse;                // the first step is at the last time

  Index time_of(Index step) const { return reverse ? time - 1 - step : step; }
  bool active(Index row, Index t) const {
    return lengths.empty() || t < lengths[static_cast<std::size_t>(row)];
  }
};

// All steps: i (batch, time, 3 hidden), start (batch, hidden), W_h (3 hidden, hidden), b_h (3 hidden). A
// row that is not active keeps its state, and its output is 0.
struct GruSequence {
  Tensor output;    // (batch, time, hidden): in the order of times
  Tensor h;         // (time + 1, batch, hidden): in the order of steps; h(0) is the start
  Tensor s, gates;  // (time, batch, 3 hidden): in the order of steps
};
GruSequence gru_sequence(const Tensor& i, const Tensor& start, const Tensor& W_h, const Tensor& b_h,
                         const GruSteps& steps);

// The gradients of i, start and s, given grad = dL/doutput (batch, time, hidden). All of them come from one
// pass back through time. W_h and b_h get theirs from s:
//     dL/dW_h = sum over steps of dsᵀ h        dL/db_h = sum over steps and rows of ds
struct GruSequenceGradients {
  Tensor i;      // (batch, time, 3 hidden)
  Tensor start;  // (batch, hidden)
  Tensor s;      // (time, batch, 3 hidden): in the order of steps
};
GruSequenceGradients gru_sequence_backward(const Tensor& grad, const GruSequence& forward, const Tensor& W_h,
                                           const GruSteps& steps);

}  // namespace heed::kernel
