// TokenMatrix: word numbers of a batch of sentences, one sentence a row, padded to one length. Not floats: an
// id is a name.
#pragma once

#include "tensor/ground/scalar.h"

#include <vector>

namespace heed {

using Token = std::int32_t;

struct TokenMatrix {
  Index rows = 0, columns = 0;  // batch, time
  std::vector<Token> ids;       // row-major

  TokenMatrix() = default;
  TokenMatrix(Index rows_, Index columns_, Token fill = 0)
      : rows(rows_), columns(columns_), ids(static_cast<std::size_t>(rows_ * columns_), fill) {}

  Token& operator()(Index row, Index column) { return ids[static_cast<std::size_t>(row * columns + column)]; }
  Token operator()(Index row, Index column) const {
    return ids[static_cast<std::size_t>(row * columns + column)];
  }
  bool operator==(const TokenMatrix&) const = default;
};

}  // namespace heed
