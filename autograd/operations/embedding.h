// Choosing by index: rows of a table for token ids, slices along an axis, single elements.
#pragma once

#include "autograd/variable.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed {

// table (words, size), tokens (batch, time) -> (batch, time, size). A token outside the table is an
// error. The row `padding` gets no gradient, so the padding is never learned; -1 means no such row, and any
// other padding outside the table is an error.
Variable embedding(const Variable& table, const TokenMatrix& tokens, Token padding = -1);

// The slices of x at the given indices along an axis: (..., n, ...) -> (..., indices, ...). Indices may
// repeat. As in PyTorch.
Variable index_select(const Variable& x, int axis, const std::vector<Index>& indices);

// One element of x for each index, as in PyTorch, for x of rank 2. Along axis 1 each row of indices chooses
// from the same row of x: y(i, j) = x(i, indices(i, j)). Along axis 0 each column of indices chooses from the
// same column of x: y(i, j) = x(indices(i, j), j).
Variable gather(const Variable& x, int axis, const TokenMatrix& indices);

}  // namespace heed
