// TokenMatrix: the token ids of a batch of sentences, one sentence per row, padded to one length. Ids are
// integers and not floats, because no arithmetic is done with them: an id is a name.
#pragma once

#include "tensor/ground/scalar.h"

#include <initializer_list>
#include <iosfwd>
#include <string>
#include <vector>

namespace heed {

using Token = std::int32_t;

struct TokenMatrix {
  Index rows = 0, columns = 0;  // batch, time
  std::vector<Token> ids;       // row-major

  TokenMatrix() = default;
  TokenMatrix(Index rows_, Index columns_, Token fill = 0)
      : rows(rows_), columns(columns_), ids(static_cast<std::size_t>(rows_ * columns_), fill) {}
  // TokenMatrix({{1, 2, 3}, {4, 5, 0}}); throws if the rows differ in length.
  TokenMatrix(std::initializer_list<std::initializer_list<Token>> sentences);

  Token& operator()(Index row, Index column) { return ids[static_cast<std::size_t>(row * columns + column)]; }
  Token operator()(Index row, Index column) const {
    return ids[static_cast<std::size_t>(row * columns + column)];
  }
  bool operator==(const TokenMatrix&) const = default;
  std::string to_string() const;  // printed like a tensor, without decimal points
};

std::ostream& operator<<(std::ostream& out, const TokenMatrix& tokens);

}  // namespace heed
