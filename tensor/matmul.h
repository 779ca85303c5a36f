// The matrix product of any rank: (..., m, k) x (..., k, n) -> (..., m, n), the leading axes broadcast; a
// vector (rank 1) is taken as a row on the left or a column on the right, and its axis disappears from the
// result.
#pragma once

#include "tensor/raw/gemm.h"
#include "tensor/tensor.h"

namespace heed {

Tensor matmul(const Tensor& a, const Tensor& b);

// activation(x Wᵀ + bias): x (..., inputs), weight (outputs, inputs), bias (outputs) or none -> (...,
// outputs)
Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias = {},
              Activation activation = Activation::none);

namespace kernel {
// The matrix that the last two axes of x form, from x.data() on.
ConstMatrix last_two_axes(const Tensor& x);
}  // namespace kernel

}  // namespace heed
