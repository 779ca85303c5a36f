#include "tensor/token_matrix.h"

#include "tensor/ground/error.h"
#include "tensor/shape.h"

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

TokenMatrix::TokenMatrix(Index rows_, Index columns_, Token fill)
    : rows(checked_size("TokenMatrix", "the number of rows", rows_)),
      columns(checked_size("TokenMatrix", "the number of columns", columns_)) {
  const Index count = Shape{rows, columns}.numel();
  try {
    ids.assign(static_cast<std::size_t>(count), fill);
  } catch (const std::exception&) {
    fail("TokenMatrix: out of memory: there is none for ", count, " tokens");
  }
}

void TokenMatrix::check(const char* operation) const {
  if (rows < 0 || columns < 0 || static_cast<Index>(ids.size()) != Shape{rows, columns}.numel())
    fail(operation, ": a token matrix of ", rows, " rows and ", columns, " columns has ", ids.size(), " ids");
}

void TokenMatrix::fail_no_token(Index row, Index column) const {
  check("TokenMatrix");
  fail("TokenMatrix: there is no token at row ", row, ", column ", column, " of ", rows, " rows and ",
       columns, " columns");
}

void check_lengths(const char* operation, const std::vector<Index>& lengths, Index rows, Index columns,
                   Index min) {
  if (static_cast<Index>(lengths.size()) != rows)
    fail(operation, ": ", lengths.size(), " lengths for a batch of ", rows);
  for (std::size_t row = 0; row < lengths.size(); ++row) {
    if (lengths[row] < min || lengths[row] > columns)
      fail(operation, ": row ", row, " of the batch has length ", lengths[row], "; it must be between ", min,
           " and ", columns);
  }
}

// [[1 2  3]
//  [4 5 60]]
std::string TokenMatrix::to_string() const {
  check("TokenMatrix");
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
