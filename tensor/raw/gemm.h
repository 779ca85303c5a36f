// gemm: the matrix product that everything else waits for.
#pragma once

#include "tensor/ground/scalar.h"

namespace heed {

// gelu is x Phi(x), exact (by erf).
enum class Activation { none, relu, gelu };

namespace kernel {

// A matrix in memory: element (i, j) is data[i * row_stride + j * column_stride]. A transpose swaps the two
// strides.
struct ConstMatrix {
  const Scalar* data;
  Index row_stride, column_stride;
};
inline ConstMatrix transposed(ConstMatrix x) { return {x.data, x.column_stride, x.row_stride}; }

// What happens to the product on its way to memory: C = activation(A B + bias), or C += A B.
struct Finish {
  bool accumulate = false;       // C += A B; then bias and activation must be absent
  const Scalar* bias = nullptr;  // n numbers, added to every row
  Activation activation = Activation::none;
};

// C (m, n), rows of C `row_stride` apart and each row contiguous, from A (m, k) and B (k, n). k = 0 gives
// zeros. C must not overlap A or B. The same bits for any number of threads.
void gemm(Index m, Index n, Index k, ConstMatrix a, ConstMatrix b, Scalar* c, Index c_row_stride,
          const Finish& finish = {});

// `count` independent products; the t-th begins at a.data + t * a_step, b.data + t * b_step, c + t * c_step.
void gemm_batch(Index count, Index m, Index n, Index k, ConstMatrix a, Index a_step, ConstMatrix b,
                Index b_step, Scalar* c, Index c_row_stride, Index c_step, const Finish& finish = {});

}  // namespace kernel
}  // namespace heed
