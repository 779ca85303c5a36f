// The gated recurrent unit (Cho et al., 2014) as fused operations: one step, and a whole sequence.
//
//     r = sigmoid(i_r + s_r)    z = sigmoid(i_z + s_z)    n = tanh(i_n + r s_n)    h' = (1 - z) n + z h
//
// Here (i_r, i_z, i_n) = W_i x + b_i comes from the input and (s_r, s_z, s_n) = W_h h + b_h from the
// state, with the three parts side by side as in PyTorch.
#pragma once

#include "autograd/variable.h"

#include <vector>

namespace heed {

// One step: from_input = i and from_state = s (batch, 3 hidden), state = h (batch, hidden) -> the next
// state h' (batch, hidden).
Variable gru_step(const Variable& from_input, const Variable& from_state, const Variable& state);

// All steps: from_input = i (batch, time, 3 hidden), start (batch, hidden), weight = W_h (3 hidden,
// hidden), bias = b_h (3 hidden) -> the states after each step (batch, time, hidden).
// Row b takes part in its first lengths[b] steps (all, if lengths is empty). Later steps do not change its
// state, and their output is 0. With `reverse`, the sequence runs from the last time to the first, and a
// row's padding is skipped before its sequence begins. Throws unless each length is from 0 to time.
Variable gru_sequence(const Variable& from_input, const Variable& start, const Variable& weight,
                      const Variable& bias, const std::vector<Index>& lengths = {}, bool reverse = false);

}  // namespace heed
