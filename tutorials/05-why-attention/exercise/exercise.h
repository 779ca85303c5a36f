// Exercise of lesson 05. Write the functions in exercise.cpp, then: make exercise N=05
#pragma once

#include "tensor/tensor.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed::exercise {

// 1. A plain RNN with loops, or with matmul: h' = tanh(W x + U h), beginning with h = 0.
// x (time, inputs), W (hidden, inputs), U (hidden, hidden) -> the last state (hidden).
Tensor last_state(const Tensor& x, const Tensor& W, const Tensor& U);

// 2. How the loss depends on the state before the first step. `states` (time, hidden) are the states
// after each step of the same RNN, and `gradient` (hidden) is the gradient of the loss with respect to
// the last of them. Returns the gradient with respect to the state before the first step (hidden).
Tensor gradient_at_start(const Tensor& U, const Tensor& states, const Tensor& gradient);

// 3. The share of right answers by distance. said(text, i) is what a reader said about fact i of a text, and
// right(text, i) is the right answer; both (texts, n). Entry k of the result (n entries) belongs to
// the fact that was read k steps before the last one.
std::vector<double> recall_by_distance(const TokenMatrix& said, const TokenMatrix& right);

// 4. Predict before you run anything: a reader knows which colours occurred in a text, but not whose
// they were. There are four colours and two facts. What share of the questions does it
// answer rightly, if it answers with the more frequent colour, or with any of two?
double predicted_recall();

}  // namespace heed::exercise
