// Folding one contiguous row of values into one, the core of sums and maxima. Sixteen running
// results side by side, which the compiler keeps in vector registers, are combined at the end. The
// order is the same on every machine, with one exception: if the maximum is 0 and the row contains
// both 0 and -0, the result may be either.
#pragma once

#include "tensor/raw/vector.h"

#include <utility>

namespace heed::kernel {

constexpr auto add_numbers = [](auto a, auto b) { return a + b; };
// NaN if either argument is NaN.
constexpr auto larger_number = [](auto a, auto b) { return ((a > b) | (a != a)) ? a : b; };

// Combines all values of a vector into one: the first half with the second half, and so on.
// `combine` takes scalars and vectors.
template <int half, int... i>
Vector exchange_halves(const Vector& v, std::integer_sequence<int, i...>) {
  return __builtin_shufflevector(v, v, (i ^ half)...);
}
template <int half = int{lanes} / 2, class Combine>
Scalar fold_lanes(const Vector& v, Combine combine) {
  if constexpr (half == 0) {
    return v[0];
  } else {
    const Vector other = exchange_halves<half>(v, std::make_integer_sequence<int, int{lanes}>());
    return fold_lanes<half / 2>(combine(v, other), combine);
  }
}

// take(result, i) adds the value at index i to a running result. combine(a, b) joins two running
// results, or two vectors of them.
template <class Take, class Combine>
Scalar fold_each(Index count, Scalar start, Take take, Combine combine) {
  constexpr Index side_by_side = 16, vectors = side_by_side / lanes;
  Scalar partial[side_by_side];
  for (Scalar& result : partial) result = start;
  Index i = 0;
  for (; i + side_by_side <= count; i += side_by_side) {
    for (Index j = 0; j < side_by_side; ++j) partial[j] = take(partial[j], i + j);
  }
  for (Index j = 0; i < count && j < side_by_side; ++j) {
    if (i + j < count) partial[j] = take(partial[j], i + j);
  }
  Vector result[vectors];
  for (Index v = 0; v < vectors; ++v) result[v] = load(partial + v * lanes);
  for (Index width = vectors / 2; width > 0; width /= 2) {
    for (Index v = 0; v < width; ++v) result[v] = combine(result[v], result[v + width]);
  }
  return fold_lanes(result[0], combine);
}
// The same with take(result, value).
template <class Take, class Combine>
Scalar fold_row(const Scalar* row, Index count, Scalar start, Take take, Combine combine) {
  const auto take_at = [=](Scalar result, Index i) { return take(result, row[i]); };
  return fold_each(count, start, take_at, combine);
}

inline Scalar sum_row(const Scalar* row, Index count) {
  return fold_row(row, count, 0, add_numbers, add_numbers);
}
inline Scalar dot_rows(const Scalar* x, const Scalar* y, Index count) {
  return fold_each(
      count, 0, [=](Scalar sum, Index i) { return sum + x[i] * y[i]; }, add_numbers);
}
// Vector by vector; the last vector may overlap the previous vector.
inline Scalar max_row(const Scalar* row, Index count) {
  Scalar highest = minus_infinity;
  if (count < lanes) {
    for (Index i = 0; i < count; ++i) highest = larger_number(highest, row[i]);
    return highest;
  }
  Vector best = load(row + count - lanes);
  for (Index i = 0; i + lanes < count; i += lanes) best = larger_number(best, load(row + i));
  return fold_lanes(best, larger_number);
}

}  // namespace heed::kernel
