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
  // Throws if a size is negative, or if there is no memory for so many tokens.
  TokenMatrix(Index rows_, Index columns_, Token fill = 0);
  // TokenMatrix({{1, 2, 3}, {4, 5, 0}}); throws if the rows differ in length.
  TokenMatrix(std::initializer_list<std::initializer_list<Token>> sentences);

  // Both throw if there is no such token.
  Token& operator()(Index row, Index column) { return ids[place(row, column)]; }
  Token operator()(Index row, Index column) const { return ids[place(row, column)]; }
  // Throws, naming `operation`, unless `ids` has rows * columns tokens: the three can be set independently.
  void check(const char* operation) const;
  bool operator==(const TokenMatrix&) const = default;
  std::string to_string() const;  // printed like a tensor, without decimal points

 private:
  std::size_t place(Index row, Index column) const {
    if (row < 0 || row >= rows || column < 0 || column >= columns ||
        static_cast<std::size_t>(row * columns + column) >= ids.size()) [[unlikely]]
      fail_no_token(row, column);
    return static_cast<std::size_t>(row * columns + column);
  }
  [[noreturn]] void fail_no_token(Index row, Index column) const;
};

std::ostream& operator<<(std::ostream& out, const TokenMatrix& tokens);

// Throws, naming `operation`, unless there is one length for each of `rows` sentences, each from `min` to
// `columns`, the number of tokens with padding.
void check_lengths(const char* operation, const std::vector<Index>& lengths, Index rows, Index columns,
                   Index min = 0);

}  // namespace heed
