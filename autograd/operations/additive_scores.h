// The additive score (Bahdanau, Cho and Bengio, 2015) without storing its (batch, queries,
// keys, size) intermediate.
#pragma once

#include "autograd/variable.h"

namespace heed {

// score(q, k) = vᵀ tanh(q + k):
//     queries (batch, queries, size), keys (batch, keys, size), v (size) -> (batch, queries, keys)
Variable additive_scores(const Variable& queries, const Variable& keys, const Variable& v);

}  // namespace heed
