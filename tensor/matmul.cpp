#include "tensor/matmul.h"

#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/loops.h"
#include "tensor/views.h"

#include <algorithm>

namespace heed {
namespace {

// (..., rows, columns) -> (...)
Shape without_matrix(const Shape& shape) { return shape.erase(shape.rank() - 1).erase(shape.rank() - 2); }

}  // namespace

kernel::ConstMatrix kernel::last_two_axes(const Tensor& x) {
  require_defined("last_two_axes", x);
  if (x.rank() < 2) fail("last_two_axes: shape ", x.shape(), " is not that of a matrix");
  return {x.data(), x.strides()[x.rank() - 2], x.strides()[x.rank() - 1]};
}

void detail::check_matmul(const Tensor& a, const Tensor& b) {
  require_defined("matmul", a, b);
  const auto refuse = [&](const auto&... why) {
    fail("matmul: ", a.shape(), " x ", b.shape(), ": ", why...);
  };
  if (a.rank() == 0 || b.rank() == 0) refuse("a single number has no rows; use *");
  const Index inner = a.size(-1), rows = b.size(b.rank() == 1 ? -1 : -2);
  if (inner != rows) refuse("inner sizes ", inner, " and ", rows, " differ");
  for (int axis = -3; axis >= -std::min(a.rank(), b.rank()); --axis) {
    const Index left = a.size(axis), right = b.size(axis);
    if (left != right && left != 1 && right != 1)
      refuse("sizes ", left, " and ", right, " at axis ", axis, " differ and neither is 1");
  }
}

Tensor matmul(const Tensor& a, const Tensor& b) {
  detail::check_matmul(a, b);
  if (a.rank() == 1) return squeeze(matmul(unsqueeze(a, 0), b), b.rank() == 1 ? 0 : -2);
  if (b.rank() == 1) return squeeze(matmul(a, unsqueeze(b, 1)), -1);
  const Index m = a.size(-2), k = a.size(-1), n = b.size(-1);
  if (b.rank() == 2 && a.rank() > 2 && a.is_contiguous()) {  // one tall product instead of many small ones
    const Tensor product = matmul(flatten_leading(a, 1), b);
    Shape shape = a.shape();
    shape[shape.rank() - 1] = n;
    return reshape(product, shape);
  }
  // The axes before the last two are the batch.
  const Tensor a_batch = a.window(0, without_matrix(a.shape()), without_matrix(a.strides()));
  const Tensor b_batch = b.window(0, without_matrix(b.shape()), without_matrix(b.strides()));
  const Shape batch = broadcast("matmul", a_batch.shape(), b_batch.shape());
  Tensor out = empty(batch.insert(batch.rank(), m).insert(batch.rank() + 1, n));
  Shape c_strides = out.strides().erase(batch.rank() + 1).erase(batch.rank());
  Scalar* const c = out.mutable_data();
  const kernel::ConstMatrix left = kernel::last_two_axes(a), right = kernel::last_two_axes(b);
  // The batch axes, merged as far as their strides allow, are runs of evenly spaced matrices.
  const kernel::Walk<3> walk(batch, {c_strides, kernel::broadcast_strides(a_batch, batch),
                                     kernel::broadcast_strides(b_batch, batch)});
  walk.rows(0, batch.numel(), [&](const auto& at, Index count, const auto& step) {
    kernel::gemm_batch(count, m, n, k, {left.data + at[1], left.row_stride, left.column_stride}, step[1],
                       {right.data + at[2], right.row_stride, right.column_stride}, step[2], c + at[0], n,
                       step[0]);
  });
  return out;
}

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias, Activation activation) {
  require_defined("linear", x, weight);
  if (x.rank() == 0 || weight.rank() != 2 || x.size(-1) != weight.size(1)) {
    fail("linear: input ", x.shape(), " does not fit weight ", weight.shape(),
         ", which is (outputs, inputs)");
  }
  const Index outputs = weight.size(0), inputs = weight.size(1);
  if (bias.defined() && !(bias.shape() == Shape{outputs})) {
    fail("linear: bias ", bias.shape(), " does not fit weight ", weight.shape(),
         ", which is (outputs, inputs)");
  }
  const Tensor rows = flatten_leading(x, 1), offset = bias.defined() ? bias.contiguous() : bias;
  Shape shape = x.shape();
  shape[shape.rank() - 1] = outputs;
  Tensor out = empty(shape);
  kernel::gemm(rows.size(0), outputs, inputs, kernel::last_two_axes(rows),
               kernel::last_two_axes(transpose(weight)), out.mutable_data(), outputs,
               {.bias = offset.defined() ? offset.data() : nullptr, .activation = activation});
  return out;
}

}  // namespace heed
