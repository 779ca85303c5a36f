// Packing: copies parts of a matrix into the order in which gemm reads them. After that the strides
// of the matrix, such as those of a transpose or a broadcast, no longer matter.
#pragma once

#include "tensor/raw/gemm.h"

#include <vector>

namespace heed::kernel {

// Memory that is kept from one use to the next and grows to the largest size requested. It is aligned
// to cache lines.
class Workspace {
 public:
  Scalar* reserve(Index numbers);

 private:
  struct alignas(64) Line {
    Scalar numbers[64 / sizeof(Scalar)];
  };
  std::vector<Line> lines_;
};

// The part of a matrix that begins at element (row, column).
inline ConstMatrix block_at(ConstMatrix x, Index row, Index column) {
  return {x.data + row * x.row_stride + column * x.column_stride, x.row_stride, x.column_stride};
}

// Writes a panel of B to `to`: k rows and `columns` columns, row after row. Each row is padded with
// zeros to `width` values, a multiple of `lanes`. `to` has room for k * width values.
void pack_panel(Index k, Index columns, ConstMatrix b, Index width, Scalar* to);

}  // namespace heed::kernel
