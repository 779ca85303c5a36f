// The gated recurrent unit (Cho et al., 2014) as fused operations: one step, and a whole sequence.
//
//     r = sigmoid(i_r + h_r)    z = sigmoid(i_z + h_z)    n = tanh(i_n + r h_n)    h' = (1 - z) n + z h
//
// where (i_r, i_z, i_n) = W_i x + b_i comes from the input and (h_r, h_z, h_n) = W_h h + b_h from the state,
// the three parts side by side as in PyTorch.
#pragma once

#include "autograd/variable.h"

#include <vector>

namespace heed {

// One step: from_input and from_state (batch, 3 hidden), state (batch, hidden) -> the next state (batch,
// hidden).
Variable gru_step(const Variable& from_input, const Variable& from_state, const Variable& state);

// All steps: from_input (batch, time, 3 hidden), start (batch, hidden), weight = W_h (3 hidden, hidden), bias
// = b_h (3 hidden) -> the states after each step (batch, time, hidden). Row b takes part in its first
// lengths[b] steps (all, if lengths is empty); later steps leave its state alone and have the output 0.
// Backward in time if `reverse`: the step of the last time comes first, and padding is passed over before the
// sequence begins.
Variable gru_sequence(const Variable& from_input, const Variable& start, const Variable& weight,
                      const Variable& bias, const std::vector<Index>& lengths = {}, bool reverse = false);

}  // namespace heed
