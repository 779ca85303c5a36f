#include "autograd/operations/embedding.h"

#include "autograd/record.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/index_select_kernel.h"
#include "tensor/views.h"

namespace heed {

// y(b, t) = table(tokens(b, t))        dL/dtable(w) = sum of dL/dy(b, t) over all b, t with tokens(b, t) = w
Variable embedding(const Variable& table, const TokenMatrix& tokens, Token padding) {
  require_defined("embedding", table);
  tokens.check("embedding");
  if (table.rank() != 2) fail("embedding: the table must be (words, size), not ", table.shape());
  if (padding < -1 || padding >= table.size(0))
    fail("embedding: padding ", padding, " is outside the table of ", table.size(0), " words");
  for (Token token : tokens.ids) {
    if (token < 0 || token >= table.size(0))
      fail("embedding: token ", token, " is outside the table of ", table.size(0), " words");
  }
  const std::vector<Index> rows(tokens.ids.begin(), tokens.ids.end());
  const Tensor y = kernel::index_select(table.value(), 0, rows);  // (batch * time, size)
  return record("embedding", reshape(y, {tokens.rows, tokens.columns, table.size(1)}),
                Edge{table, [rows, padding](const Tensor& grad, Gradient dtable) {
                       kernel::index_add(dtable.in_place(), 0, rows, flatten_leading(grad, 1), padding);
                     }});
}

// y_i = x_{indices[i]}                 dL/dx_k = sum of dL/dy_i over all i with indices[i] = k
Variable index_select(const Variable& x, int axis, const std::vector<Index>& indices) {
  require_defined("index_select", x);
  if (x.rank() == 0) fail("index_select: a single number has no axis to choose from");
  const int a = x.value().normalize_axis("index_select", axis);
  for (Index index : indices) {
    if (index < 0 || index >= x.size(a))
      fail("index_select: index ", index, " is outside axis ", axis, " of shape ", x.shape());
  }
  return record("index_select", kernel::index_select(x.value(), a, indices),
                Edge{x, [a, indices](const Tensor& grad, Gradient dx) {
                       kernel::index_add(dx.in_place(), a, indices, grad);
                     }});
}

// y(i, j) = x(i, indices(i, j))        dL/dx(i, k) = sum of dL/dy(i, j) over all j with indices(i, j) = k
Variable gather(const Variable& x, int axis, const TokenMatrix& indices) {
  require_defined("gather", x);
  indices.check("gather");
  if (x.rank() != 2) fail("gather: x must have two axes, but its shape is ", x.shape());
  const int a = x.value().normalize_axis("gather", axis);
  const Shape shape{indices.rows, indices.columns};
  if (shape[1 - a] > x.size(1 - a))
    fail("gather: indices ", shape, " have more than the ", x.size(1 - a), a == 1 ? " rows" : " columns",
         " of x ", x.shape());
  for (Token index : indices.ids) {
    if (index < 0 || index >= x.size(a))
      fail("gather: index ", index, " is outside axis ", axis, " of shape ", x.shape());
  }
  return record("gather", kernel::gather(x.value(), a, indices),
                Edge{x, [a, indices](const Tensor& grad, Gradient dx) {
                       kernel::gather_add(dx.in_place(), a, indices, grad);
                     }});
}

}  // namespace heed
