// Arithmetic on Variables: the same names and the same broadcasting as for tensors (tensor/elementwise.h).
#pragma once

#include "autograd/variable.h"
#include "tensor/comparisons.h"
#include "tensor/elementwise.h"

namespace heed {

Variable operator+(const Variable& a, const Variable& b);
Variable operator-(const Variable& a, const Variable& b);
Variable operator*(const Variable& a, const Variable& b);
Variable operator/(const Variable& a, const Variable& b);
Variable operator+(const Variable& a, double b);
Variable operator-(const Variable& a, double b);
Variable operator*(const Variable& a, double b);
Variable operator/(const Variable& a, double b);
Variable operator+(double a, const Variable& b);
Variable operator-(double a, const Variable& b);
Variable operator*(double a, const Variable& b);
Variable operator/(double a, const Variable& b);
Variable operator-(const Variable& x);

// a += b means a = a + b: `a` then names a new result, and copies made of it before keep the old one.
// On a leaf that is an error, because a parameter would silently become a result; to change the value of a
// leaf w, write w.value() += b.
Variable& operator+=(Variable& a, const Variable& b);
Variable& operator-=(Variable& a, const Variable& b);
Variable& operator*=(Variable& a, const Variable& b);
Variable& operator/=(Variable& a, const Variable& b);
Variable& operator+=(Variable& a, double b);
Variable& operator-=(Variable& a, double b);
Variable& operator*=(Variable& a, double b);
Variable& operator/=(Variable& a, double b);

}  // namespace heed
