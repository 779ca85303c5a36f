// Each kernel as plain tensor expressions, the mathematics in a few lines: to read beside a
// kernel, to use in a lesson, and for tests to hold the kernels to. They store every intermediate,
// so they are slower.
#pragma once

#include "tensor/kernels/cross_entropy_kernel.h"
#include "tensor/kernels/dropout_kernel.h"
#include "tensor/kernels/gru_kernel.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/tensor.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed::reference {

// e^(s - m) / sum e^(s - m) over the allowed positions; arguments as heed::softmax.
Tensor softmax(const Tensor& x, const SoftmaxOptions& options = {});

// (s - m) - log sum e^(s - m) over the allowed positions, -infinity at the others.
Tensor log_softmax(const Tensor& x, const SoftmaxOptions& options = {});

// m / (1 - p): what dropout multiplies a tensor of `shape` by.
Tensor dropout_factors(const Shape& shape, const DropoutMask& mask);

// x m / (1 - p).
Tensor dropout(const Tensor& x, const DropoutMask& mask);

// drop(softmax(scale Q Kᵀ)) V: Q (..., queries, d_k), K (..., keys, d_k), V (..., keys, d_v) ->
// (..., queries, d_v).
Tensor attention(const Tensor& Q, const Tensor& K, const Tensor& V, const Tensor& mask = {}, double scale = 1,
                 const DropoutMask& dropped = {});

// vᵀ tanh(q + k): queries (..., queries, size), keys (..., keys, size), v (size) ->
// (..., queries, keys).
Tensor additive_scores(const Tensor& queries, const Tensor& keys, const Tensor& v);

// The derivative of x Phi(x): Phi(x) + x phi(x). Phi and phi are the distribution function and the
// density of the standard normal distribution.
Tensor gelu_slope(const Tensor& x);

// (x - mean) / sqrt(variance + epsilon) gain + shift, along the last axis: x (..., n), gain and
// shift (n) -> (..., n).
Tensor layer_norm(const Tensor& x, const Tensor& gain, const Tensor& shift, double epsilon);

// -sum_c w_c q_c log softmax(x)_c, with the target distribution q_c = (1 - s) [c = t] + s / classes:
// logits (rows, classes) -> the loss of each row (rows), which is 0 where the target is ignored.
Tensor cross_entropy(const Tensor& logits, const kernel::Targets& targets);

// (1 - z) n + z h: i and s (batch, 3 hidden), h (batch, hidden) -> (batch, hidden).
Tensor gru_step(const Tensor& i, const Tensor& s, const Tensor& h);

// gru_step at each time: i (batch, time, 3 hidden), start (batch, hidden), W_h (3 hidden, hidden),
// b_h (3 hidden) -> the outputs (batch, time, hidden), which are 0 where a row is not active.
Tensor gru_sequence(const Tensor& i, const Tensor& start, const Tensor& W_h, const Tensor& b_h,
                    const kernel::GruSteps& steps);

// x at indices[0], indices[1], ... along `axis`: (..., n, ...) -> (..., indices, ...).
Tensor index_select(const Tensor& x, int axis, const std::vector<Index>& indices);

// onehot(tokens) table, which chooses a row of the table for each token: table (words, size) ->
// (batch, time, size).
Tensor embedding(const Tensor& table, const TokenMatrix& tokens);

}  // namespace heed::reference
