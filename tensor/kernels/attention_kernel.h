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
  // Of each query's scores S, the maximum m and r = 1 / sum e^(S - m): (heads of all sentences, queries). They
  // give the adjoint each weight again as e^(S - m) r. (Their logarithm m - log r would be rounded to the
  // precision of m, which at large scores is coarse.)
  Tensor m, r;
};

// O = drop(softmax(scale Q Kᵀ)) V. A query for which every key is hidden gets zeros. A hidden key takes no
// part, even if its row of K or V holds NaN or infinity. Throws if shapes do not fit or if the dropout
// probability is not at least 0 and below 1. For any number of keys and queries, a sum over them is off by at
// most 330 eps times the sum of its terms' magnitudes, as in a matrix product (tensor/raw/gemm.h).
AttentionForward attention(const AttentionInputs& inputs);

// The gradients of Q, K and V from the gradient dO of the output. Hidden keys take no part, nor do queries whose
// output is NaN but whose row of dO is 0.
std::array<Tensor, 3> attention_adjoint(const AttentionInputs& inputs, const AttentionForward& forward,
                                        const Tensor& dO);

}  // namespace heed::kernel
