#include "autograd/operations/reductions.h"

#include "autograd/record.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/raw/fold.h"
#include "tensor/views.h"

namespace heed {
namespace {

// A reduced axis is put back with size 1, so that the gradient broadcasts over what was summed.
Tensor restore_axis(const Tensor& grad, int axis, KeepAxis keep) {
  return keep == KeepAxis::yes ? grad : unsqueeze(grad, axis);
}

}  // namespace

// y = sum x           dL/dx_i = dL/dy
Variable sum(const Variable& x) {
  return record("sum", sum(x.value()),
                Edge{x, [shape = x.shape()](const Tensor& grad) { return expand(grad, shape); }});
}

Variable sum(const Variable& x, int axis, KeepAxis keep) {
  const int a = x.value().normalize_axis("sum", axis);
  return record("sum", sum(x.value(), a, keep), Edge{x, [=, shape = x.shape()](const Tensor& grad) {
                                                       return expand(restore_axis(grad, a, keep), shape);
                                                     }});
}

// y = sum x / n       dL/dx_i = dL/dy / n
Variable mean(const Variable& x) {
  const auto n = static_cast<double>(x.value().numel());
  return record("mean", mean(x.value()),
                Edge{x, [n, shape = x.shape()](const Tensor& grad) { return expand(grad / n, shape); }});
}

Variable mean(const Variable& x, int axis, KeepAxis keep) {
  const int a = x.value().normalize_axis("mean", axis);
  const auto n = static_cast<double>(x.size(a));
  return record("mean", mean(x.value(), a, keep), Edge{x, [=, shape = x.shape()](const Tensor& grad) {
                                                         return expand(restore_axis(grad / n, a, keep),
                                                                       shape);
                                                       }});
}

// y = max x           dL/dx_i = dL/dy where x_i is the maximum
Variable max(const Variable& x, int axis, KeepAxis keep) {
  const int a = x.value().normalize_axis("max", axis);
  const Tensor top = max(x.value(), a, keep_axis);
  return record("max", keep == KeepAxis::yes ? top : squeeze(top, a),
                Edge{x, [=, x = Saved(x.value()), top = Saved(top)](const Tensor& grad) {
                       const Tensor chosen = equal(x, top);
                       return restore_axis(grad, a, keep) * chosen / sum(chosen, a, keep_axis);
                     }});
}

// y = sum (x - m)^2 / n       dL/dx_i = dL/dy 2 (x_i - m) / n     (through m flows nothing: sum (x - m) = 0)
Variable var(const Variable& x, int axis, KeepAxis keep) {
  const int a = x.value().normalize_axis("var", axis);
  const double two_over_n = 2 / static_cast<double>(x.size(a));
  return record("var", var(x.value(), a, keep), Edge{x, [=, x = Saved(x.value())](const Tensor& grad) {
                                                       return restore_axis(grad, a, keep) * two_over_n *
                                                              (x.get() - mean(x.get(), a, keep_axis));
                                                     }});
}

// y = log sum e^x     dL/dx_i = dL/dy e^(x_i - y)     which is softmax(x)
// Where all of x is -infinity, so is y: with 0 instead, e^(x_i - 0) = 0, and no gradient flows.
Variable log_sum_exp(const Variable& x, int axis, KeepAxis keep) {
  const int a = x.value().normalize_axis("log_sum_exp", axis);
  const Tensor y = log_sum_exp(x.value(), a, keep_axis);
  return record("log_sum_exp", keep == KeepAxis::yes ? y : squeeze(y, a),
                Edge{x, [=, x = Saved(x.value()), y = Saved(y)](const Tensor& grad) {
                       const Tensor finite = masked_fill(y, equal(y, scalar(minus_infinity)), 0);
                       return restore_axis(grad, a, keep) * exp(x.get() - finite);
                     }});
}

}  // namespace heed
