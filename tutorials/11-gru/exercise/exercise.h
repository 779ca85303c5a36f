// Exercise of lesson 11. Write the functions in exercise.cpp, then: make exercise N=11
#pragma once

#include "tensor/tensor.h"

#include <vector>

namespace heed::exercise {

// 1. A plain recurrent network, from a state of zeros: h' = tanh(W_x x + W_h h + b). x (time,
// inputs), W_x (hidden, inputs), W_h (hidden, hidden), b (hidden) -> all states (time, hidden).
Tensor rnn_states(const Tensor& x, const Tensor& W_x, const Tensor& W_h, const Tensor& b);

// 2. One step of a GRU. i (3 hidden) is what comes from the input, and s (3 hidden) what comes from
// the state, both with their biases; each has three parts: for r, for z and for n. h (hidden) is
// the state. -> the new state (hidden). As on the page:
//     r = sigmoid(i_r + s_r)   z = sigmoid(i_z + s_z)   n = tanh(i_n + r s_n)   h' = (1 - z) n + z h
Tensor gru_step(const Tensor& i, const Tensor& s, const Tensor& h);

// 3. The state after the last word of each sentence. outputs (batch, time, hidden) has the states
// after every step; row b has lengths[b] words, and the rest is padding. -> (batch, hidden). No
// length is 0.
Tensor last_states(const Tensor& outputs, const std::vector<Index>& lengths);

// 4. Predict before you run anything: z is 0.95 at every step and n is 0. Which share of the state
// is left after 20 steps?
double predicted_share();

}  // namespace heed::exercise
