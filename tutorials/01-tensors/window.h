// A window onto numbers that are in a row: the idea of the library's Tensor, for two axes, small
// enough to read whole.
#pragma once

#include "tensor/ground/scalar.h"

#include <utility>

namespace heed {

// [window]
struct Window {
  double* storage;
  Index offset;                     // the index of element (0, 0) in the storage
  Index rows, columns;              // the shape
  Index row_stride, column_stride;  // how far apart two neighbours are, down and to the right

  double& at(Index i, Index j) const { return storage[offset + i * row_stride + j * column_stride]; }
};
// [/window]

// [others]
inline Window transposed(Window x) {
  std::swap(x.rows, x.columns);
  std::swap(x.row_stride, x.column_stride);
  return x;
}
inline Window row(Window x, Index i) {
  x.offset += i * x.row_stride;
  x.rows = 1;
  return x;
}
inline Window every_other_column(Window x) {
  x.columns = (x.columns + 1) / 2;
  x.column_stride *= 2;
  return x;
}
// [/others]

}  // namespace heed
