// Scaled dot-product attention that never holds a whole matrix of weights, and its adjoint.
#pragma once

#include "tensor/kernels/dropout_kernel.h"
#include "tensor/tensor.h"

#include <array>

namespace heed::kernel {

struct AttentionInputs {
  Tensor Q;          // (..., queries, d_k)
  Tensor K;          // (..., keys, d_k)
  Tensor V;          // (..., keys, d_v)
  Tensor mask = {};  // broadcasts to (..., queries, keys); 0 hides a key; undefined: hides none
  double scale = 1;
  DropoutMask dropout = {};  // the weights to drop
};

struct AttentionForward {
  Tensor O;  // the output, (..., queries, d_v)
  Tensor L;  // the log-sum-exp of each query's scores, (heads of all sentences, queries)
};

// O = drop(softmax(scale Q Kᵀ)) V. A query for which every key is hidden gets zeros. Throws if
// shapes do not fit or if the dropout probability is not at least 0 and below 1.
AttentionForward attention(const AttentionInputs& inputs);

// The gradients of Q, K and V from the gradient dO of the output.
std::array<Tensor, 3> attention_adjoint(const AttentionInputs& inputs, const AttentionForward& forward,
                                        const Tensor& dO);

}  // namespace heed::kernel
