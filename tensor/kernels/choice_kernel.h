// Choosing one position of each row of weights, as hard attention does (Xu et al., 2015).
#pragma once

#include "tensor/random.h"
#include "tensor/tensor.h"

namespace heed::kernel {

// weights (..., n) -> (..., n): 1 at one position of each row, 0 elsewhere. A row of zeros
// stays zeros, and a NaN stays NaN. Choosing has no derivative; HardAttention (nn/attention/scores.h) says what
// the backward pass uses instead.
//
// choose_largest takes the first position of the largest weight. choose_by_weight draws position i
// with the probability w_i, and takes one number from `rng` for each row.
Tensor choose_largest(const Tensor& weights);
Tensor choose_by_weight(const Tensor& weights, Rng& rng);

}  // namespace heed::kernel
