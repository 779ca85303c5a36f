// Rows of a table, chosen by number.
#pragma once

#include "autograd/variable.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed {

// table (words, size), tokens (batch, time) -> (batch, time, size). A token outside the table is an error.
// The row `padding` gets no gradient, so padding is never learned; -1 for none.
Variable embedding(const Variable& table, const TokenMatrix& tokens, Token padding = -1);

// From each row of the last axis of x the element at positions[row]: (..., n) -> (...). One position per row.
Variable gather(const Variable& x, const std::vector<Index>& positions);

// Rows x[rows[i]] along the first axis, which may repeat: (n, ...) -> (rows, ...).
Variable take_rows(const Variable& x, const std::vector<Index>& rows);

}  // namespace heed
