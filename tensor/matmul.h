// The matrix product of any rank: (..., m, k) x (..., k, n) -> (..., m, n). The leading axes broadcast. A vector
// (rank 1) counts as a row on the left or a column on the right, and its axis disappears from the result.
#pragma once

#include "tensor/raw/gemm.h"
#include "tensor/tensor.h"

namespace heed {

Tensor matmul(const Tensor& a, const Tensor& b);

// activation(x Wᵀ + bias): x (..., inputs), weight (outputs, inputs), bias (outputs) or undefined
// -> (..., outputs)
Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias = {},
              Activation activation = Activation::none);

namespace detail {
// Throws unless matmul(a, b) is defined.
void check_matmul(const Tensor& a, const Tensor& b);
}  // namespace detail

namespace kernel {
// The last two axes of x as the matrix that a kernel reads. Throws if x has fewer.
ConstMatrix last_two_axes(const Tensor& x);
}  // namespace kernel

}  // namespace heed
