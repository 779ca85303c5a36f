#include "autograd/operations/embedding.h"

#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"
#include "tensor/views.h"

#include <algorithm>

namespace heed {
namespace {

// out[i] = table[rows[i]], rows of `size` numbers.
Tensor copy_rows(const Tensor& table, const std::vector<Index>& rows, Shape shape) {
  const Tensor source = table.contiguous();
  const Index size = source.shape()[0] ? source.numel() / source.shape()[0] : 0;
  Tensor out = empty(shape);
  Scalar* to = out.mutable_data();
  for (Index row : rows) to = std::copy_n(source.data() + row * size, size, to);
  return out;
}

// into[rows[i]] += grad[i]. The threads share the columns: rows may repeat, and each sum keeps its order.
void add_rows(Tensor& into, const Tensor& gradient, const std::vector<Index>& rows, Index skip) {
  const Tensor grad = gradient.contiguous();
  const Index size = into.shape()[0] ? into.numel() / into.shape()[0] : 0;
  Scalar* const to = into.mutable_data();
  const Scalar* const from = grad.data();
  parallel_for(size, 16384 / (static_cast<Index>(rows.size()) + 1) + 16, [&](Index first, Index last) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] == skip) continue;
      Scalar* const target = to + rows[i] * size;
      const Scalar* const source = from + static_cast<Index>(i) * size;
      for (Index j = first; j < last; ++j) target[j] += source[j];
    }
  });
}

}  // namespace

Variable embedding(const Variable& table, const TokenMatrix& tokens, Token padding) {
  if (table.rank() != 2) fail("embedding: the table must be (words, size), not ", table.shape());
  for (Token token : tokens.ids) {
    if (token < 0 || token >= table.size(0))
      fail("embedding: token ", token, " is outside the table of ", table.size(0), " words");
  }
  const std::vector<Index> rows(tokens.ids.begin(), tokens.ids.end());
  Tensor out = copy_rows(table.value(), rows, {tokens.rows, tokens.columns, table.size(1)});
  return record("embedding", std::move(out), Edge{table, [rows, padding](const Tensor& grad, Gradient dx) {
                                                    add_rows(dx.in_place(), grad, rows, padding);
                                                  }});
}

Variable gather(const Variable& x, const std::vector<Index>& positions) {
  if (x.rank() == 0) fail("gather: a single number has no axis to choose from");
  const Index n = x.size(-1), rows = x.shape().erase(x.rank() - 1).numel();
  if (static_cast<Index>(positions.size()) != rows) {
    fail("gather: ", positions.size(), " positions for shape ", x.shape(), ", which has ", rows, " rows");
  }
  const Tensor source = x.value().contiguous();
  Tensor out = empty(x.shape().erase(x.rank() - 1));
  Scalar* const to = out.mutable_data();
  for (std::size_t row = 0; row < positions.size(); ++row) {
    if (positions[row] < 0 || positions[row] >= n)
      fail("gather: position ", positions[row], " is outside the last axis of ", x.shape());
    to[row] = source.data()[static_cast<Index>(row) * n + positions[row]];
  }
  return record("gather", std::move(out), Edge{x, [positions, n](const Tensor& gradient, Gradient dx) {
                                                 const Tensor grad = gradient.contiguous();
                                                 Scalar* const target = dx.in_place().mutable_data();
                                                 for (std::size_t row = 0; row < positions.size(); ++row) {
                                                   target[static_cast<Index>(row) * n + positions[row]] +=
                                                       grad.data()[row];
                                                 }
                                               }});
}

Variable take_rows(const Variable& x, const std::vector<Index>& rows) {
  if (x.rank() == 0) fail("take_rows: a single number has no rows");
  for (Index row : rows) {
    if (row < 0 || row >= x.size(0)) fail("take_rows: row ", row, " is outside shape ", x.shape());
  }
  Shape shape = x.shape();
  shape[0] = static_cast<Index>(rows.size());
  return record("take_rows", copy_rows(x.value(), rows, shape),
                Edge{x, [rows](const Tensor& grad, Gradient dx) { add_rows(dx.in_place(), grad, rows, -1); }});
}

}  // namespace heed
