// Attention with linear biases (Press, Smith and Lewis, 2022, "ALiBi"): positions are not added to vectors; each score is
// lowered by the distance of query and key, in some heads much, in others little:
//
//     score(i, j) - slope_h |i - j|         slope_h = 2^(-8 h / heads), h = 1, ..., heads
//
// A model that has learned short texts knows what to do with longer ones: farther is less.
#pragma once

#include "tensor/tensor.h"

namespace heed {

// -slope_h |i - j| for the queries at positions begin, begin + 1, ... and the keys at 0, 1, ...: (heads, queries, keys). Throws
// unless there is a head, and the numbers are not negative.
Tensor alibi_bias(Index heads, Index begin, Index queries, Index keys);

}  // namespace heed
