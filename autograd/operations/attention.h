// Scaled dot-product attention as one operation that never holds a whole matrix of weights.
#pragma once

#include "autograd/variable.h"

namespace heed {

struct AttentionDropout {
  double probability = 0;
  std::uint64_t key = 0;  // from Rng::bits(): which weights are dropped
};

// softmax(scale Q Kᵀ) V with the softmax over keys that the mask allows: Q (..., queries, d_k), K (..., keys,
// d_k), V (..., keys, d_v) -> (..., queries, d_v). The mask broadcasts to (..., queries, keys), 0 hides; a
// query that may look nowhere gets zeros. Equal to matmul(dropout(softmax(matmul(Q, Kᵀ), mask, scale)), V)
// within rounding.
Variable attention(const Variable& Q, const Variable& K, const Variable& V, const Tensor& mask = {},
                   double scale = 1, const AttentionDropout& dropout = {});

}  // namespace heed
