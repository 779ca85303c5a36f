// Other views of the same elements, and the functions that join several tensors into one.
#pragma once

#include "tensor/tensor.h"

#include <vector>

namespace heed {

// Views: they share storage with x. A negative axis counts from the end.

// Exchanges two axes, by default the last two.
Tensor transpose(const Tensor& x, int axis_a = -2, int axis_b = -1);
// Axis i of the result is axis axes[i] of x.
Tensor permute(const Tensor& x, const std::vector<int>& axes);
// One position along an axis, which disappears; x[i] is select(x, 0, i).
Tensor select(const Tensor& x, int axis, Index position);
// The positions begin, begin + step, ... below end; begin and end are clipped as in Python.
Tensor slice(const Tensor& x, int axis, Index begin, Index end, Index step = 1);
// Broadcasts x to `shape` with strides of 0.
Tensor expand(const Tensor& x, const Shape& shape);
// Adds an axis of size 1 before `axis`; -1 appends it.
Tensor unsqueeze(const Tensor& x, int axis);
// Drops an axis, which must have size 1.
Tensor squeeze(const Tensor& x, int axis);
// Slices of `size` positions each along an axis, the last one smaller if the axis is not a multiple of `size`.
std::vector<Tensor> split(const Tensor& x, Index size, int axis);
// Slices of the given sizes, which add up to the size of the axis: split(x, {2, 3}, -1).
std::vector<Tensor> split(const Tensor& x, const std::vector<Index>& sizes, int axis);

// The same elements in row-major order under another shape; one size may be -1, which means the size
// that fits. A view where the strides allow it, otherwise a copy.
Tensor reshape(const Tensor& x, const Shape& shape);
Tensor reshape(const Tensor& x, std::initializer_list<Index> sizes);
// Joins all axes but the last `keep` into one. Throws unless `keep` is from 0 to the rank of x.
Tensor flatten_leading(const Tensor& x, int keep);

// Copies: along an axis that exists, with equal sizes along all other axes; or equal shapes along a new axis.
Tensor concatenate(const std::vector<Tensor>& parts, int axis);
Tensor stack(const std::vector<Tensor>& parts, int axis);

// The same with lists in braces: concatenate({a, b}, 1).
inline Tensor concatenate(std::initializer_list<Tensor> parts, int axis) {
  return concatenate(std::vector<Tensor>(parts), axis);
}
inline Tensor stack(std::initializer_list<Tensor> parts, int axis) {
  return stack(std::vector<Tensor>(parts), axis);
}
inline std::vector<Tensor> split(const Tensor& x, std::initializer_list<Index> sizes, int axis) {
  return split(x, std::vector<Index>(sizes), axis);
}

namespace detail {
// The sizes with -1 replaced, so that the shape has `numel` elements.
Shape resolve_shape(const std::vector<Index>& sizes, Index numel);
}  // namespace detail

}  // namespace heed
