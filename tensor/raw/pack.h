// Packing: parts of a matrix copied into the order in which gemm reads them. Whatever strides the matrix has,
// a transpose's or a broadcast's, they end here.
#pragma once

#include "tensor/raw/gemm.h"

#include <vector>

namespace heed::kernel {

// Memory that is kept from one use to the next and grows to the largest size asked for; aligned to cache
// lines.
class Workspace {
 public:
  Scalar* reserve(Index numbers);

 private:
  struct alignas(64) Line {
    Scalar numbers[64 / sizeof(Scalar)];
  };
  std::vector<Line> lines_;
};

// The matrix without its first `rows` rows and `columns` columns.
inline ConstMatrix from(ConstMatrix x, Index rows, Index columns) {
  return {x.data + rows * x.row_stride + columns * x.column_stride, x.row_stride, x.column_stride};
}

// A panel of B: its k rows and `columns` columns, row after row, each row filled up with zeros to `width`
// numbers, a multiple of `lanes`. `to` has room for k * width.
void pack_panel(Index k, Index columns, ConstMatrix b, Index width, Scalar* to);

}  // namespace heed::kernel
