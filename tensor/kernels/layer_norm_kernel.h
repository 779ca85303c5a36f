// Layer normalisation (Ba, Kiros and Hinton, 2016) of each row x of n elements:
//     mean = sum x / n        variance = sum (x - mean)² / n        r = 1 / sqrt(variance + epsilon)
//     x̂ = (x - mean) r        y = x̂ gain + shift
#pragma once

#include "tensor/tensor.h"

namespace heed::kernel {

// x (..., n), gain and shift (n).
struct Normalized {
  Tensor y, x_hat;           // (..., n)
  Tensor inverse_deviation;  // r of each row: (rows)
};
Normalized layer_norm(const Tensor& x, const Tensor& gain, const Tensor& shift, double epsilon);

// The gradients, given grad = dL/dy (..., n).
Tensor layer_norm_backward_x(const Tensor& grad, const Tensor& x_hat, const Tensor& inverse_deviation,
                             const Tensor& gain);                          // (..., n)
Tensor layer_norm_backward_gain(const Tensor& grad, const Tensor& x_hat);  // (n)
Tensor layer_norm_backward_shift(const Tensor& grad);                      // (n)

}  // namespace heed::kernel
