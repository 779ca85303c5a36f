// Each kernel as plain tensor expressions, the mathematics in a few lines: to read beside a
// kernel, to use in a lesson, and for tests to hold the kernels to. They store every intermediate,
// so they are slower.
#pragma once

#include "tensor/kernels/dropout_kernel.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/tensor.h"

namespace heed::reference {

// e^(s - m) / sum e^(s - m) over the allowed positions; arguments as heed::softmax.
Tensor softmax(const Tensor& x, const SoftmaxOptions& options = {});

// s - log sum e^s over the allowed positions, -infinity at the others.
Tensor log_softmax(const Tensor& x, const SoftmaxOptions& options = {});

// m / (1 - p): what dropout multiplies a tensor of `shape` by.
Tensor dropout_factors(const Shape& shape, const DropoutMask& mask);

// x m / (1 - p).
Tensor dropout(const Tensor& x, const DropoutMask& mask);

// drop(softmax(scale Q Kᵀ)) V: Q (..., queries, d_k), K (..., keys, d_k), V (..., keys, d_v) ->
// (..., queries, d_v).
Tensor attention(const Tensor& Q, const Tensor& K, const Tensor& V, const Tensor& mask = {}, double scale = 1,
                 const DropoutMask& dropped = {});

// vᵀ tanh(q + k): queries (batch, queries, size), keys (batch, keys, size), v (size) ->
// (batch, queries, keys).
Tensor additive_scores(const Tensor& queries, const Tensor& keys, const Tensor& v);

}  // namespace heed::reference
