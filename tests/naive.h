// The slow and obvious way to compute, in double: the reference implementation that the tests hold
// the fast operations to. An array is built by a formula for the value at each position.
#pragma once

#include "tensor/raw/gemm.h"
#include "tensor/tensor.h"

#include <vector>

namespace heed::naive {

using Position = std::vector<Index>;

struct Array {
  Shape shape;
  std::vector<double> numbers;  // row-major

  // The value at a position. As in broadcasting, extra leading axes are ignored and an axis
  // of size 1 repeats.
  double operator()(const Position& position) const;
};

Array from(const Tensor& x);

// Builds the array of `shape` with formula(position) at each position.
template <class Formula>
Array build(const Shape& shape, Formula formula) {
  Array result{shape, {}};
  Position position(static_cast<std::size_t>(shape.rank()), 0);
  for (Index i = 0; i < shape.numel(); ++i) {
    Index rest = i;
    for (int axis = shape.rank() - 1; axis >= 0; --axis) {
      position[static_cast<std::size_t>(axis)] = rest % shape[axis];
      rest /= shape[axis];
    }
    result.numbers.push_back(formula(position));
  }
  return result;
}

// f(0) + f(1) + ... + f(count - 1)
template <class F>
double sum(Index count, F f) {
  double total = 0;
  for (Index i = 0; i < count; ++i) total += f(i);
  return total;
}

// The position with one index replaced; axis -1 is the last.
Position with(Position position, int axis, Index value);
// The position with one more index, before `axis`, and with one index fewer.
Position with_axis(Position position, int axis, Index value);
Position without_axis(Position position, int axis);

// The textbook's three loops for the matrix product; arguments as kernel::gemm.
void gemm(Index m, Index n, Index k, kernel::ConstMatrix a, kernel::ConstMatrix b, Scalar* c,
          Index c_row_stride, const kernel::Finish& finish = {});

}  // namespace heed::naive
