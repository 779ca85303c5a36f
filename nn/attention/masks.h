// Masks: 1 where a query may attend to a key, 0 where it may not. (PyTorch's key_padding_mask is the
// reverse: True hides a key.) Masks broadcast to the shape of the scores (batch, ..., queries, keys).
// Multiply masks to combine them.
#pragma once

#include "tensor/tensor.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed {

// Hides padding keys: (batch, 1, keys), 0 where the token is `padding`.
Tensor padding_mask(const TokenMatrix& keys, Token padding = 0);
// As above, from lengths: queries of row b may attend to the first lengths[b] of `keys` positions. Throws if
// a length is negative or greater than `keys`.
Tensor length_mask(const std::vector<Index>& lengths, Index keys);
// Hides later positions: (queries, queries), 1 where key <= query.
Tensor causal_mask(Index queries);

}  // namespace heed
