// gemm: the matrix product, where a training step spends most of its time.
#pragma once

#include "tensor/ground/scalar.h"

namespace heed {

// gelu is x Phi(x), exact (by erf).
enum class Activation { none, relu, gelu };

namespace kernel {

// A matrix in memory: element (i, j) is data[i * row_stride + j * column_stride]. A transpose swaps
// the two strides.
struct ConstMatrix {
  const Scalar* data;
  Index row_stride, column_stride;
};
inline ConstMatrix transposed(ConstMatrix x) { return {x.data, x.column_stride, x.row_stride}; }

// The last operations on the product before it is written: C = activation(A B + bias), or C += A B.
struct Finish {
  bool accumulate = false;       // C += A B; bias and activation must then be absent
  const Scalar* bias = nullptr;  // n values, added to every row
  Activation activation = Activation::none;
};

// C = A B: A (m, k), B (k, n) -> C (m, n). Each row of C is contiguous, and rows are c_row_stride
// apart. k = 0 gives zeros. C must not overlap A or B. The bits do not depend on the
// number of threads. For any k, an element is off by at most 330 eps sum |a b| with eps = 2^-23: no sum runs
// over more than 512 terms (tensor/raw/gemm.cpp).
void gemm(Index m, Index n, Index k, ConstMatrix a, ConstMatrix b, Scalar* c, Index c_row_stride,
          const Finish& finish = {});

// `count` independent products. Product t begins at a.data + t * a_step, b.data + t * b_step and
// c + t * c_step.
void gemm_batch(Index count, Index m, Index n, Index k, ConstMatrix a, Index a_step, ConstMatrix b,
                Index b_step, Scalar* c, Index c_row_stride, Index c_step, const Finish& finish = {});

}  // namespace kernel
}  // namespace heed
