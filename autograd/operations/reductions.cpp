#include "autograd/operations/reductions.h"

#include "autograd/operations/shape_functions.h"
#include "autograd/record.h"
#include "tensor/comparisons.h"
#include "tensor/kernels/softmax_kernel.h"

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
Variable sum(const Variable& x, std::initializer_list<int> axes, KeepAxis keep) {
  const Shape kept = detail::reduced_shape("sum", x.value(), axes, keep_axis);
  return record("sum", sum(x.value(), axes, keep), Edge{x, [kept, shape = x.shape()](const Tensor& grad) {
                                                          return expand(reshape(grad, kept), shape);
                                                        }});
}
Variable sum(const Variable& x, int axis, KeepAxis keep) { return sum(x, {axis}, keep); }

// y = sum x / n       dL/dx_i = dL/dy / n
Variable mean(const Variable& x) {
  const auto n = static_cast<double>(x.value().numel());
  return record("mean", mean(x.value()),
                Edge{x, [n, shape = x.shape()](const Tensor& grad) { return expand(grad / n, shape); }});
}
Variable mean(const Variable& x, std::initializer_list<int> axes, KeepAxis keep) {
  const Shape kept = detail::reduced_shape("mean", x.value(), axes, keep_axis);
  const double n = static_cast<double>(x.shape().numel()) / static_cast<double>(kept.numel());
  return record("mean", mean(x.value(), axes, keep),
                Edge{x, [n, kept, shape = x.shape()](const Tensor& grad) {
                       return expand(reshape(grad / n, kept), shape);
                     }});
}
Variable mean(const Variable& x, int axis, KeepAxis keep) { return mean(x, {axis}, keep); }

// y = prod x          dL/dx_i = dL/dy prod of the others
// The product of the others is y / x_i, after zeros are replaced by 1. Where another element is 0,
// the product is 0.
Variable prod(const Variable& x, int axis, KeepAxis keep) {
  const int a = x.value().normalize_axis("prod", axis);
  return record("prod", prod(x.value(), a, keep),
                Edge{x, [=, x = Saved(x.value())](const Tensor& grad) {
                       const Tensor zero = x.get() == 0, factors = masked_fill(x, zero, 1);
                       const Tensor other_zeros = sum(zero, a, keep_axis) - zero;
                       const Tensor others = prod(factors, a, keep_axis) / factors;
                       return restore_axis(grad, a, keep) * masked_fill(others, other_zeros, 0);
                     }});
}

namespace {

// y = max x           dL/dx_i = dL/dy where x_i is the maximum, shared evenly among equal maxima; min likewise
Variable extreme(const char* operation, const Variable& x, int axis, KeepAxis keep, const Tensor& y) {
  return record(operation, keep == KeepAxis::yes ? y : squeeze(y, axis),
                Edge{x, [=, x = Saved(x.value()), y = Saved(y)](const Tensor& grad) {
                       const Tensor chosen = x.get() == y.get();
                       return restore_axis(grad, axis, keep) * chosen / sum(chosen, axis, keep_axis);
                     }});
}

}  // namespace

Variable max(const Variable& x, int axis, KeepAxis keep) {
  const int a = x.value().normalize_axis("max", axis);
  return extreme("max", x, a, keep, max(x.value(), a, keep_axis));
}
Variable min(const Variable& x, int axis, KeepAxis keep) {
  const int a = x.value().normalize_axis("min", axis);
  return extreme("min", x, a, keep, min(x.value(), a, keep_axis));
}

namespace {

// x of rank 1, for reductions over all elements.
Variable flat(const char* operation, const Variable& x) {
  require_defined(operation, x);
  return reshape(x, {-1});
}

}  // namespace

Variable prod(const Variable& x) { return prod(flat("prod", x), 0); }
Variable max(const Variable& x) { return max(flat("max", x), 0); }
Variable min(const Variable& x) { return min(flat("min", x), 0); }

// y = sum (x - m)^2 / n       dL/dx_i = dL/dy 2 (x_i - m) / n
// No gradient flows through m, because sum (x - m) = 0.
Variable var(const Variable& x, int axis, KeepAxis keep) {
  const int a = x.value().normalize_axis("var", axis);
  const double two_over_n = 2 / static_cast<double>(x.size(a));
  return record("var", var(x.value(), a, keep), Edge{x, [=, x = Saved(x.value())](const Tensor& grad) {
                                                       return restore_axis(grad, a, keep) * two_over_n *
                                                              (x.get() - mean(x.get(), a, keep_axis));
                                                     }});
}

// y = log sum e^x     dL/dx_i = dL/dy softmax(x)_i
// The softmax is not e^(x_i - y), because a large y is rounded more than the weights can bear. If all of x is
// -infinity, the softmax is 0, and no gradient flows.
Variable log_sum_exp(const Variable& x, int axis, KeepAxis keep) {
  const int a = x.value().normalize_axis("log_sum_exp", axis);
  return record("log_sum_exp", log_sum_exp(x.value(), a, keep),
                Edge{x, [=, x = Saved(x.value())](const Tensor& grad) {
                       return restore_axis(grad, a, keep) * softmax(x.get(), a);
                     }});
}

Variable detail::reduce(const Variable& losses, Reduction reduction) {
  switch (reduction) {
    case Reduction::none:
      return losses;
    case Reduction::sum:
      return sum(losses);
    case Reduction::mean:
      return mean(losses);
  }
  return losses;
}

}  // namespace heed
