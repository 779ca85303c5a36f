// Functions that make tensors.
#pragma once

#include "tensor/random.h"
#include "tensor/tensor.h"

namespace heed {

// Elements with arbitrary values, for code that writes them all.
Tensor empty(const Shape& shape);
Tensor zeros(const Shape& shape);
Tensor ones(const Shape& shape);
Tensor full(const Shape& shape, double value);
// begin, begin + step, ... below end, or above end if step < 0. arange(end) begins at 0. Throws if `step` is 0
// or not finite, and if there would be too many elements to count.
Tensor arange(double end);
Tensor arange(double begin, double end, double step = 1);
// tensor({{1, 2}, {3, 4}})
Tensor tensor(std::initializer_list<NestedList> rows);
// One number, of shape ().
Tensor scalar(double value);
// Values in row-major order, as many as the shape has elements.
Tensor from_values(const Shape& shape, const std::vector<Scalar>& values);

// Random tensors (random_normal, random_uniform, glorot_uniform) are in tensor/random.h.

namespace detail {
// A tensor whose elements are next(), called in row-major order.
template <class Next>
Tensor generate(const Shape& shape, Next next) {
  Tensor out = empty(shape);
  Scalar* numbers = out.mutable_data();
  for (Index i = 0, count = shape.numel(); i < count; ++i) numbers[i] = static_cast<Scalar>(next());
  return out;
}
}  // namespace detail

}  // namespace heed
