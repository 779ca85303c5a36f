// Folding one contiguous row of numbers into one number, the heart of sums and maxima. Sixteen running
// results side by side, which the compiler keeps in vector registers, are combined at the end: the same order
// on every machine.
#pragma once

#include "tensor/scalar.h"

#include <limits>

namespace heed {

constexpr Scalar minus_infinity = -std::numeric_limits<Scalar>::infinity();
constexpr auto add_numbers = [](Scalar a, Scalar b) { return a + b; };
constexpr auto larger_number = [](Scalar a, Scalar b) {
  return a > b || a != a ? a : b;
};  // NaN if either is

// take(result, number) brings one number of the row into a running result; combine(a, b) joins two of those.
template <class Take, class Combine>
Scalar fold_row(const Scalar* row, Index count, Scalar start, Take take, Combine combine) {
  constexpr Index lanes = 16;
  Scalar partial[lanes];
  for (Scalar& lane : partial) lane = start;
  Index i = 0;
  for (; i + lanes <= count; i += lanes) {
    for (Index lane = 0; lane < lanes; ++lane) partial[lane] = take(partial[lane], row[i + lane]);
  }
  for (Index lane = 0; i + lane < count; ++lane) partial[lane] = take(partial[lane], row[i + lane]);
  for (Index width = lanes / 2; width > 0; width /= 2) {
    for (Index lane = 0; lane < width; ++lane) partial[lane] = combine(partial[lane], partial[lane + width]);
  }
  return partial[0];
}

inline Scalar sum_row(const Scalar* row, Index count) {
  return fold_row(row, count, 0, add_numbers, add_numbers);
}
inline Scalar max_row(const Scalar* row, Index count) {
  return fold_row(row, count, minus_infinity, larger_number, larger_number);
}

}  // namespace heed
