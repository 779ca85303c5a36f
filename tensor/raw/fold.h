// Folding one contiguous row of values into one, the core of sums and maxima. Sixteen running
// results side by side, which the compiler keeps in vector registers, are combined at the end. The
// order is the same on every machine, with one exception: if the maximum is 0 and the row contains
// both 0 and -0, the result may be either.
//
// Each addition rounds to the precision of the sum so far, so a running sum of n values may be off
// by n roundings: added one by one to a float, 2e7 times 0.5 is 8388608. Therefore no running sum
// takes more than `sum_block` terms. It then moves to a total in double. A sum of n values x is off
// by at most
//     70 eps sum |x|,  with eps = 2^-23,
// for any n below 2^50. (In the double build the totals are no more precise than the terms, and n / 256 eps
// are added to the 70.)
#pragma once

#include "tensor/raw/vector.h"

#include <algorithm>
#include <utility>
#include <vector>

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

inline constexpr Index sum_block = 128, side_by_side = 16;

// The elements [i, count) of fold_each().
template <class Take, class Combine>
[[gnu::always_inline]] inline Scalar fold_block(Index i, Index count, Scalar start, Take take,
                                                Combine combine) {
  constexpr Index vectors = side_by_side / lanes;
  Scalar partial[side_by_side];
  for (Scalar& result : partial) result = start;
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
// A row longer than a block: each block is folded, and the blocks in double.
template <class Take, class Combine>
[[gnu::noinline]] Scalar fold_blocks(Index count, Scalar start, Take take, Combine combine) {
  constexpr Index block = side_by_side * sum_block;
  double total = static_cast<double>(start);
  for (Index i = 0; i < count; i += block) {
    const Scalar part = fold_block(i, std::min(i + block, count), start, take, combine);
    total = combine(total, static_cast<double>(part));
  }
  return static_cast<Scalar>(total);
}

// take(result, i) adds the value at index i to a running result. combine(a, b) joins two running
// results, two vectors of them, or two totals in double.
template <class Take, class Combine>
Scalar fold_each(Index count, Scalar start, Take take, Combine combine) {
  if (count > side_by_side * sum_block) return fold_blocks(count, start, take, combine);
  return fold_block(0, count, start, take, combine);
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
// The squares of floats neither overflow nor vanish in double.
inline double sum_of_squares(const Scalar* x, Index count) {
  double partial[side_by_side] = {}, total = 0;
  Index i = 0;
  for (; i + side_by_side <= count; i += side_by_side) {
    for (Index j = 0; j < side_by_side; ++j) {
      const double value = static_cast<double>(x[i + j]);
      partial[j] += value * value;
    }
  }
  for (Index j = 0; i + j < count; ++j)
    partial[j] += static_cast<double>(x[i + j]) * static_cast<double>(x[i + j]);
  for (const double sum : partial) total += sum;
  return total;
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

// Running results that are folded in place, term after term: a matrix (rows, columns) with its rows
// row_stride apart, or one row. The caller calls before(i) before it adds term i to each of them, and
// finish() at the end. After sum_block terms they move to totals in double.
template <class Combine = decltype(add_numbers)>
class LongFold {
 public:
  LongFold(Scalar* results, Index columns, Scalar start = 0, Combine combine = add_numbers)
      : results_(results), columns_(columns), start_(start), combine_(combine) {}
  LongFold(Scalar* results, Index rows, Index columns, Index row_stride)
      : results_(results), rows_(rows), columns_(columns), row_stride_(row_stride) {}

  void before(Index i) {
    if (i > 0 && i % sum_block == 0) move_to_totals();
  }
  [[gnu::noinline]] void move_to_totals() {
    if (totals_.empty()) totals_.assign(static_cast<std::size_t>(rows_ * columns_), start_);
    for (Index row = 0; row < rows_; ++row) {
      Scalar* const result = results_ + row * row_stride_;
      double* const total = totals_.data() + row * columns_;
      for (Index j = 0; j < columns_; ++j) total[j] = combine_(total[j], static_cast<double>(result[j]));
      std::fill_n(result, columns_, start_);
    }
  }
  // Multiplies all that one row of results has taken so far.
  void scale(Index row, Scalar factor) {
    Scalar* const result = results_ + row * row_stride_;
    for (Index j = 0; j < columns_; ++j) result[j] *= factor;
    if (totals_.empty()) return;
    double* const total = totals_.data() + row * columns_;
    for (Index j = 0; j < columns_; ++j) total[j] *= static_cast<double>(factor);
  }
  void finish() {
    if (totals_.empty()) return;
    move_to_totals();
    for (Index row = 0; row < rows_; ++row) {
      const double* const total = totals_.data() + row * columns_;
      std::transform(total, total + columns_, results_ + row * row_stride_,
                     [](double x) { return static_cast<Scalar>(x); });
    }
  }

 private:
  Scalar* results_;
  Index rows_ = 1, columns_, row_stride_ = 0;
  Scalar start_ = 0;
  Combine combine_ = add_numbers;
  std::vector<double> totals_;
};

}  // namespace heed::kernel
