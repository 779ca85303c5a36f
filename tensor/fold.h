// Folding one contiguous row of numbers into one number, the heart of sums and maxima. Sixteen running
// results side by side, which the compiler keeps in vector registers, are combined at the end: the same order
// on every machine.
#pragma once

#include "tensor/vector.h"

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
  constexpr Index side_by_side = 16;
  Scalar partial[side_by_side];
  for (Scalar& result : partial) result = start;
  Index i = 0;
  for (; i + side_by_side <= count; i += side_by_side) {
    for (Index j = 0; j < side_by_side; ++j) partial[j] = take(partial[j], row[i + j]);
  }
  for (Index j = 0; i + j < count; ++j) partial[j] = take(partial[j], row[i + j]);
  for (Index width = side_by_side / 2; width > 0; width /= 2) {
    for (Index j = 0; j < width; ++j) partial[j] = combine(partial[j], partial[j + width]);
  }
  return partial[0];
}

inline Scalar sum_row(const Scalar* row, Index count) {
  return fold_row(row, count, 0, add_numbers, add_numbers);
}
// Whole vectors first: no compiler makes them of larger_number's branches.
inline Scalar max_row(const Scalar* row, Index count) {
  Scalar highest = minus_infinity;
  Index i = 0;
  if (count >= lanes) {
    Vector best = load(row);
    for (i = lanes; i + lanes <= count; i += lanes) {
      const Vector next = load(row + i);
      best = ((best > next) | (best != best)) ? best : next;
    }
    for (Index lane = 0; lane < lanes; ++lane) highest = larger_number(highest, best[lane]);
  }
  for (; i < count; ++i) highest = larger_number(highest, row[i]);
  return highest;
}

}  // namespace heed
