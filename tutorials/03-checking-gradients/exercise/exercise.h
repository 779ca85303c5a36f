// Exercise of lesson 03. Write the functions in exercise.cpp, then: make exercise N=03
#pragma once

#include "tensor/tensor.h"

#include <functional>

namespace heed::exercise {

// 1. The slope of f at x by a central difference, in double. The error of the slope of x^3 must be smaller
// than 1e-8 of the slope, also at x = 200000.
double central_slope(const std::function<double(double)>& f, double x);

// 2. Whether the derivative from a rule and the measured one agree: they differ by at most
// tolerance * max(1, |rule|, |measured|). A NaN or an infinity agrees with nothing.
bool agree(double rule, double measured, double tolerance);

// 3. The gradient of sum(upstream * f(x)) with respect to every element of x, by central differences with
// the step 0.01 -> the shape of x. f maps a tensor to a tensor, whose shape is that of upstream. Afterwards
// x must be as before.
Tensor measured_gradient(const std::function<Tensor(const Tensor&)>& f, const Tensor& x,
                         const Tensor& upstream);

// 4. Predict before you run anything: relu(x) is max(x, 0). Which slope does a central difference with the
// step 0.01 measure for relu at x = 0.004, where the true slope is 1?
double predicted_slope();

}  // namespace heed::exercise
