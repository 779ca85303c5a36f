// The additive score (Bahdanau, Cho and Bengio, 2015) without storing its (batch, queries, keys,
// size) intermediate, and its adjoint.
#pragma once

#include "tensor/tensor.h"

#include <array>

namespace heed::kernel {

// S_qk = sum_j v_j tanh(q_j + k_j):
//     queries (batch, queries, size), keys (batch, keys, size), v (size) -> S (batch, queries, keys)
// Throws if the shapes do not fit.
Tensor additive_scores(const Tensor& queries, const Tensor& keys, const Tensor& v);

// The gradients of queries, keys and v from dS (batch, queries, keys), the gradient of the scores.
std::array<Tensor, 3> additive_scores_adjoint(const Tensor& queries, const Tensor& keys, const Tensor& v,
                                              const Tensor& dS);

}  // namespace heed::kernel
