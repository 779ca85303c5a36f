#include "tensor/token_matrix.h"

#include "tensor/ground/error.h"

#include <algorithm>

namespace heed {

TokenMatrix::TokenMatrix(std::initializer_list<std::initializer_list<Token>> sentences)
    : rows(static_cast<Index>(sentences.size())) {
  if (rows > 0) columns = static_cast<Index>(sentences.begin()->size());
  for (const std::initializer_list<Token>& sentence : sentences) {
    if (static_cast<Index>(sentence.size()) != columns) {
      fail("TokenMatrix: sentences of ", columns, " and ", sentence.size(),
           " tokens do not form a matrix; pad the shorter one");
    }
    ids.insert(ids.end(), sentence.begin(), sentence.end());
  }
}

// [[1 2  3]
//  [4 5 60]]
std::string TokenMatrix::to_string() const {
  std::size_t width = 0;
  for (Token id : ids) width = std::max(width, text(id).size());
  std::string result = "[";
  for (Index row = 0; row < rows; ++row) {
    result += row == 0 ? "[" : "\n [";
    for (Index column = 0; column < columns; ++column) {
      const std::string id = text((*this)(row, column));
      result += (column == 0 ? "" : " ") + std::string(width - id.size(), ' ') + id;
    }
    result += "]";
  }
  return result + "]";
}

}  // namespace heed
