#include "autograd/operations/shape_functions.h"

#include "autograd/record.h"

#include <numeric>

namespace heed {

Variable transpose(const Variable& x, int a, int b) {
  return record("transpose", transpose(x.value(), a, b),
                Edge{x, [=](const Tensor& grad) { return transpose(grad, a, b); }});
}

Variable permute(const Variable& x, const std::vector<int>& axes) {
  const Tensor permuted = permute(x.value(), axes);  // throws unless each axis is given once
  std::vector<int> back(axes.size());
  for (std::size_t i = 0; i < axes.size(); ++i) {
    back[static_cast<std::size_t>(x.value().normalize_axis("permute", axes[i]))] = static_cast<int>(i);
  }
  return record("permute", permuted, Edge{x, [back](const Tensor& grad) { return permute(grad, back); }});
}

Variable reshape(const Variable& x, const Shape& shape) {
  return record("reshape", reshape(x.value(), shape),
                Edge{x, [before = x.shape()](const Tensor& grad) { return reshape(grad, before); }});
}

Variable reshape(const Variable& x, std::initializer_list<Index> sizes) {
  require_defined("reshape", x);
  return reshape(x, detail::resolve_shape(sizes, x.value().numel()));
}

// The engine sums over the axes that expand repeated, so the rule only passes the gradient on.
Variable expand(const Variable& x, const Shape& shape) {
  return record("expand", expand(x.value(), shape), Edge{x, [](const Tensor& grad) { return grad; }});
}

Variable squeeze(const Variable& x, int axis) {
  return record("squeeze", squeeze(x.value(), axis),
                Edge{x, [a = x.value().normalize_axis("squeeze", axis)](const Tensor& grad) {
                       return unsqueeze(grad, a);
                     }});
}

Variable unsqueeze(const Variable& x, int axis) {
  return record("unsqueeze", unsqueeze(x.value(), axis),
                Edge{x, [axis](const Tensor& grad) { return squeeze(grad, axis); }});
}

// The gradient of a part is added to the same part of the gradient of the whole; the other parts do not change.
Variable select(const Variable& x, int axis, Index position) {
  return record(
      "select", select(x.value(), axis, position),
      Edge{x, [=](const Tensor& grad, Gradient dx) { select(dx.in_place(), axis, position) += grad; }});
}

Variable Variable::operator[](Index position) const { return select(*this, 0, position); }

Variable slice(const Variable& x, int axis, Index begin, Index end, Index step) {
  return record("slice", slice(x.value(), axis, begin, end, step),
                Edge{x, [=](const Tensor& grad, Gradient dx) {
                       slice(dx.in_place(), axis, begin, end, step) += grad;
                     }});
}

namespace {

// The same slices of x as `parts` are of its value.
std::vector<Variable> slices(const Variable& x, const std::vector<Tensor>& parts, int axis) {
  std::vector<Variable> result;
  Index begin = 0;
  for (const Tensor& part : parts) {
    const Index end = begin + part.size(axis);
    result.push_back(slice(x, axis, begin, end));
    begin = end;
  }
  return result;
}

std::vector<Tensor> values_of(const std::vector<Variable>& parts) {
  std::vector<Tensor> tensors;
  tensors.reserve(parts.size());
  for (const Variable& part : parts) tensors.push_back(part.value());
  return tensors;
}

}  // namespace

std::vector<Variable> split(const Variable& x, Index size, int axis) {
  return slices(x, split(x.value(), size, axis), axis);
}
std::vector<Variable> split(const Variable& x, const std::vector<Index>& sizes, int axis) {
  return slices(x, split(x.value(), sizes, axis), axis);
}

Variable concatenate(const std::vector<Variable>& parts, int axis) {
  Tensor joined = concatenate(values_of(parts), axis);
  std::vector<Index> sizes;
  for (const Variable& part : parts) sizes.push_back(part.size(axis));
  return record("concatenate", std::move(joined),
                Edge{parts, [sizes, axis](const Tensor& grad, const std::vector<Gradient>& d) {
                       Index begin = 0;
                       for (std::size_t i = 0; i < sizes.size(); begin += sizes[i++]) {
                         if (d[i].wanted()) d[i].add(slice(grad, axis, begin, begin + sizes[i]));
                       }
                     }});
}

Variable stack(const std::vector<Variable>& parts, int axis) {
  Tensor stacked = stack(values_of(parts), axis);
  const int a = axis < 0 ? axis + stacked.rank() : axis;
  return record("stack", std::move(stacked),
                Edge{parts, [a](const Tensor& grad, const std::vector<Gradient>& d) {
                       for (std::size_t i = 0; i < d.size(); ++i) {
                         if (d[i].wanted()) d[i].add(select(grad, a, static_cast<Index>(i)));
                       }
                     }});
}

}  // namespace heed
