// Masks: 1 where a query may look, 0 where it may not. They broadcast to the scores' shape (batch, ...,
// queries, keys) and are combined by multiplication.
#pragma once

#include "tensor/tensor.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed {

// Hides padding keys: (batch, 1, keys), 0 where the token is `padding`.
Tensor padding_mask(const TokenMatrix& keys, Token padding = 0);
// The same from lengths: row b may look at the first lengths[b] of `keys` positions.
Tensor length_mask(const std::vector<Index>& lengths, Index keys);
// Hides the future: (queries, queries), 1 where key <= query.
Tensor causal_mask(Index queries);

}  // namespace heed
