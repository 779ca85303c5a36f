#include "tensor/raw/pack.h"

#include "tensor/raw/vector.h"

#include <algorithm>
#include <utility>

namespace heed::kernel {
namespace {

// a0 b0 a1 b1 ... from the lower halves of a and b, or from the upper halves.
template <int... i>
Vector interleave_low(const Vector& a, const Vector& b, std::integer_sequence<int, i...>) {
  return __builtin_shufflevector(a, b, (i % 2 * int{lanes} + i / 2)...);
}
template <int... i>
Vector interleave_high(const Vector& a, const Vector& b, std::integer_sequence<int, i...>) {
  return __builtin_shufflevector(a, b, (i % 2 * int{lanes} + int{lanes} / 2 + i / 2)...);
}

// Transposes a square of lanes x lanes values. Interleaving row i with row i + lanes/2 moves one
// binary digit of each value's row index into its column index. After as many turns as an index has
// digits, rows and columns are exchanged.
void transpose(Vector (&x)[lanes]) {
  constexpr std::make_integer_sequence<int, int{lanes}> all;
#pragma GCC unroll 4
  for (Index turn = 1; turn < lanes; turn *= 2) {
    Vector y[lanes];
#pragma GCC unroll 8
    for (Index i = 0; i < lanes / 2; ++i) {
      y[2 * i] = interleave_low(x[i], x[i + lanes / 2], all);
      y[2 * i + 1] = interleave_high(x[i], x[i + lanes / 2], all);
    }
#pragma GCC unroll 16
    for (Index i = 0; i < lanes; ++i) x[i] = y[i];
  }
}

}  // namespace

Scalar* Workspace::reserve(Index numbers) {
  constexpr Index in_line = sizeof(Line) / sizeof(Scalar);
  const auto lines = static_cast<std::size_t>(numbers / in_line + 1);  // never none, so never a null pointer
  if (lines_.size() < lines) lines_ = std::vector<Line>(lines);
  return lines_[0].numbers;
}

void pack_panel(Index k, Index columns, ConstMatrix b, Index width, Scalar* to) {
  for (Index first = 0; first < width; first += lanes, to += lanes) {
    const Index count = std::min(lanes, columns - first);
    const ConstMatrix part = block_at(b, 0, first);
    if (b.column_stride == 1) {
      for (Index p = 0; p < k; ++p) store(to + p * width, load_part(part.data + p * part.row_stride, count));
    } else if (b.row_stride == 1) {
      for (Index p = 0; p < k; p += lanes) {
        const Index depth = std::min(lanes, k - p);
        Vector square[lanes];
        if (count == lanes && depth == lanes) {  // the usual case, without a check for each row
#pragma GCC unroll 16
          for (Index j = 0; j < lanes; ++j) square[j] = load(part.data + p + j * part.column_stride);
          transpose(square);
#pragma GCC unroll 16
          for (Index q = 0; q < lanes; ++q) store(to + (p + q) * width, square[q]);
        } else {
          for (Index j = 0; j < lanes; ++j)
            square[j] = j < count ? load_part(part.data + p + j * part.column_stride, depth) : Vector{};
          transpose(square);
          for (Index q = 0; q < depth; ++q) store(to + (p + q) * width, square[q]);
        }
      }
    } else {
      for (Index p = 0; p < k; ++p) {
        for (Index j = 0; j < lanes; ++j) {
          to[p * width + j] = j < count ? part.data[p * part.row_stride + j * part.column_stride] : Scalar{0};
        }
      }
    }
  }
}

}  // namespace heed::kernel
