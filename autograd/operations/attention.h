// Scaled dot-product attention as one operation that never holds a whole matrix of weights.
#pragma once

#include "autograd/variable.h"
#include "tensor/kernels/dropout_kernel.h"

namespace heed {

// softmax(scale Q Kᵀ) V with the softmax over the keys that the mask allows:
//     Q (..., queries, d_k), K (..., keys, d_k), V (..., keys, d_v) -> (..., queries, d_v)
// The mask broadcasts to (..., queries, keys), and 0 hides a key: it takes no part in outputs and
// gradients, even if it is NaN or infinite. A query for which every key is hidden gets zeros.
// `weight_dropout` drops weights. Within rounding, the result is
//     matmul(dropout(softmax(matmul(Q, Kᵀ), {.mask = mask, .scale = scale})), V)
Variable attention(const Variable& Q, const Variable& K, const Variable& V, const Tensor& mask = {},
                   double scale = 1, const DropoutMask& weight_dropout = {});

}  // namespace heed
