// Arithmetic and functions, element by element. Two tensors broadcast by NumPy's rule: shapes are aligned at
// the last axis, and an axis of size 1 repeats.
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
// log(1 + x), accurate near x = 0.
Tensor log1p(const Tensor& x);
Tensor sqrt(const Tensor& x);
Tensor tanh(const Tensor& x);
// 1 / (1 + e^-x)
Tensor sigmoid(const Tensor& x);
// max(x, 0); NaN stays NaN.
Tensor relu(const Tensor& x);
Tensor sin(const Tensor& x);
Tensor cos(const Tensor& x);
Tensor abs(const Tensor& x);
Tensor pow(const Tensor& x, double exponent);
Tensor pow(const Tensor& x, const Tensor& exponent);
Tensor pow(double x, const Tensor& exponent);

// The larger, or the smaller, of two elements; NaN if either is NaN.
Tensor maximum(const Tensor& a, const Tensor& b);
Tensor minimum(const Tensor& a, const Tensor& b);
Tensor maximum(const Tensor& a, double b);
Tensor minimum(const Tensor& a, double b);
// x limited to [low, high]: minimum(maximum(x, low), high).
Tensor clamp(const Tensor& x, double low, double high);

// Comparisons: 1 where true, else 0. x > 0 and the other operators are in tensor/comparisons.h.
Tensor equal(const Tensor& a, const Tensor& b);
Tensor not_equal(const Tensor& a, const Tensor& b);
Tensor less(const Tensor& a, const Tensor& b);
Tensor less_equal(const Tensor& a, const Tensor& b);
Tensor greater(const Tensor& a, const Tensor& b);
Tensor greater_equal(const Tensor& a, const Tensor& b);
Tensor logical_not(const Tensor& x);

// a where the condition is not 0, else b; all three broadcast together.
Tensor where(const Tensor& condition, const Tensor& a, const Tensor& b);
// x, but `value` where the mask is not 0; the mask broadcasts to x's shape.
Tensor masked_fill(const Tensor& x, const Tensor& mask, double value);

// Whether the shapes are equal and |a - b| <= absolute + relative |b| for every element.
// NaN is never close, not even to NaN.
bool all_close(const Tensor& a, const Tensor& b, double relative = 1e-5, double absolute = 1e-8);
// Whether the shapes and all elements are equal.
bool all_equal(const Tensor& a, const Tensor& b);
// Whether no element is NaN or infinite.
bool all_finite(const Tensor& x);

}  // namespace heed
