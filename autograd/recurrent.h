// The gated recurrent unit's arithmetic (Cho et al., 2014), after the matrix products: one fused operation.
#pragma once

#include "autograd/variable.h"

namespace heed {

// One step of a GRU from its gates. from_input = W_i x + b_i and from_state = W_h h + b_h, both (batch, 3
// hidden), with the reset, update and candidate parts side by side; state = h (batch, hidden). As PyTorch has
// it:
//     r = sigmoid(i_r + h_r)    z = sigmoid(i_z + h_z)    n = tanh(i_n + r h_n)    h' = (1 - z) n + z h
Variable gru_step(const Variable& from_input, const Variable& from_state, const Variable& state);

}  // namespace heed
