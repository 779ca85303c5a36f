#include "tensor/gemm.h"

#include <cmath>

namespace heed {

void naive_gemm(Index m, Index n, Index k, ConstMatrix a, ConstMatrix b, Scalar* c, Index c_row_stride,
                const Finish& finish) {
  for (Index i = 0; i < m; ++i) {
    for (Index j = 0; j < n; ++j) {
      Scalar sum = 0;
      for (Index p = 0; p < k; ++p) {
        sum +=
            a.data[i * a.row_stride + p * a.column_stride] * b.data[p * b.row_stride + j * b.column_stride];
      }
      if (finish.bias != nullptr) sum += finish.bias[j];
      if (finish.activation == Activation::relu) sum = sum < 0 ? 0 : sum;
      if (finish.activation == Activation::gelu) sum *= (1 + std::erf(sum / std::sqrt(Scalar{2}))) / 2;
      Scalar& target = c[i * c_row_stride + j];
      target = finish.accumulate ? target + sum : sum;
    }
  }
}

void gemm(Index m, Index n, Index k, ConstMatrix a, ConstMatrix b, Scalar* c, Index c_row_stride,
          const Finish& finish) {
  naive_gemm(m, n, k, a, b, c, c_row_stride, finish);
}

void gemm_batch(Index count, Index m, Index n, Index k, ConstMatrix a, Index a_step, ConstMatrix b,
                Index b_step, Scalar* c, Index c_row_stride, Index c_step, const Finish& finish) {
  for (Index t = 0; t < count; ++t) {
    gemm(m, n, k, {a.data + t * a_step, a.row_stride, a.column_stride},
         {b.data + t * b_step, b.row_stride, b.column_stride}, c + t * c_step, c_row_stride, finish);
  }
}

}  // namespace heed
