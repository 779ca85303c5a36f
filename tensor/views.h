// Other windows onto the same numbers, and the few ways to lay several tensors into one.
#pragma once

#include "tensor/tensor.h"

#include <vector>

namespace heed {

// Views: they share storage with x; a negative axis counts from the end.
Tensor transpose(const Tensor& x, int axis_a = -2, int axis_b = -1);
Tensor permute(const Tensor& x, const std::vector<int>& axes);  // axis i of the result is axis axes[i] of x
Tensor select(const Tensor& x, int axis, Index position);       // one position; the axis disappears
Tensor slice(const Tensor& x, int axis, Index begin, Index end,
             Index step = 1);                        // [begin, end), clipped as Python does
Tensor expand(const Tensor& x, const Shape& shape);  // broadcast to shape, by strides of 0
Tensor unsqueeze(const Tensor& x, int axis);         // a new axis of size 1; -1 appends it
Tensor squeeze(const Tensor& x, int axis);           // drops an axis of size 1

// The same numbers in row-major order under another shape; one size may be -1: what is left over.
// A view where the strides allow it, else a copy.
Tensor reshape(const Tensor& x, const Shape& shape);
Tensor flatten_leading(const Tensor& x, int keep);  // all but the last `keep` axes become one

// Copies.
Tensor concatenate(const std::vector<Tensor>& parts, int axis);  // sizes agree on all other axes
Tensor stack(const std::vector<Tensor>& parts, int axis);        // equal shapes, along a new axis

// The same for a list in braces, concatenate({a, b}, 1).
inline Tensor concatenate(std::initializer_list<Tensor> parts, int axis) {
  return concatenate(std::vector<Tensor>(parts), axis);
}
inline Tensor stack(std::initializer_list<Tensor> parts, int axis) {
  return stack(std::vector<Tensor>(parts), axis);
}

// For error messages and reuse: the shape with its -1 filled in, so that it has `numel` elements.
Shape resolve_shape(std::vector<Index> sizes, Index numel);
Tensor reshape(const Tensor& x, std::initializer_list<Index> sizes);

}  // namespace heed
