// Functions of each element, with their derivatives.
#pragma once

#include "autograd/operations/arithmetic.h"
#include "tensor/kernels/gelu_kernel.h"

namespace heed {

Variable exp(const Variable& x);
Variable log(const Variable& x);
Variable sqrt(const Variable& x);
Variable tanh(const Variable& x);
Variable sigmoid(const Variable& x);
Variable relu(const Variable& x);
Variable gelu(const Variable& x);
Variable sin(const Variable& x);
Variable cos(const Variable& x);
Variable abs(const Variable& x);
Variable pow(const Variable& x, double exponent);
Variable pow(const Variable& x, const Variable& exponent);
Variable pow(double x, const Variable& exponent);

// The larger, or the smaller, of two elements. Where they are equal, each gets half of the gradient.
Variable maximum(const Variable& a, const Variable& b);
Variable minimum(const Variable& a, const Variable& b);
Variable maximum(const Variable& a, double b);
Variable minimum(const Variable& a, double b);
// x limited to [low, high]. The gradient flows where low <= x <= high.
Variable clamp(const Variable& x, double low, double high);
// a where the condition is not 0, else b.
Variable where(const Tensor& condition, const Variable& a, const Variable& b);
// x, but `value` where the mask is not 0; no gradient flows there.
Variable masked_fill(const Variable& x, const Tensor& mask, double value);

}  // namespace heed
