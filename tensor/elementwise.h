// Arithmetic and functions, element by element. Two tensors broadcast by NumPy's rule: shapes are aligned at
// the last axis and an axis of size 1 repeats.
#pragma once

#include "tensor/creation.h"
#include "tensor/tensor.h"

namespace heed {

Tensor operator+(const Tensor& a, const Tensor& b);
Tensor operator-(const Tensor& a, const Tensor& b);
Tensor operator*(const Tensor& a, const Tensor& b);
Tensor operator/(const Tensor& a, const Tensor& b);
Tensor operator+(const Tensor& a, double b);
Tensor operator-(const Tensor& a, double b);
Tensor operator*(const Tensor& a, double b);
Tensor operator/(const Tensor& a, double b);
Tensor operator+(double a, const Tensor& b);
Tensor operator-(double a, const Tensor& b);
Tensor operator*(double a, const Tensor& b);
Tensor operator/(double a, const Tensor& b);
Tensor operator-(const Tensor& x);

Tensor exp(const Tensor& x);
Tensor log(const Tensor& x);
Tensor sqrt(const Tensor& x);
Tensor tanh(const Tensor& x);
Tensor sigmoid(const Tensor& x);  // 1 / (1 + e^-x)
Tensor relu(const Tensor& x);     // max(x, 0); NaN stays NaN
Tensor gelu(const Tensor& x);  // x Phi(x), Phi the normal distribution function (Hendrycks and Gimpel, 2016)
Tensor gelu_slope(const Tensor& x);  // its derivative, Phi(x) + x phi(x)
Tensor sin(const Tensor& x);
Tensor cos(const Tensor& x);
Tensor abs(const Tensor& x);
Tensor pow(const Tensor& x, double exponent);
Tensor maximum(const Tensor& a, const Tensor& b);  // NaN if either is
Tensor minimum(const Tensor& a, const Tensor& b);

// Comparisons give 1 where true, else 0.
Tensor equal(const Tensor& a, const Tensor& b);
Tensor less(const Tensor& a, const Tensor& b);
Tensor less_equal(const Tensor& a, const Tensor& b);
Tensor greater(const Tensor& a, const Tensor& b);
Tensor greater_equal(const Tensor& a, const Tensor& b);
Tensor logical_not(const Tensor& x);

// a where the condition is not 0, else b; all three broadcast together.
Tensor where(const Tensor& condition, const Tensor& a, const Tensor& b);
// x, but `value` where the mask is not 0; the mask broadcasts to x's shape.
Tensor masked_fill(const Tensor& x, const Tensor& mask, double value);

// Whether |a - b| <= absolute + relative |b| everywhere, with equal shapes; NaN is close to nothing.
bool all_close(const Tensor& a, const Tensor& b, double relative = 1e-5, double absolute = 1e-8);
bool all_equal(const Tensor& a, const Tensor& b);  // same shape and the same numbers
bool all_finite(const Tensor& x);                  // neither NaN nor infinite

}  // namespace heed
