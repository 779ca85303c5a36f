// Exercise of lesson 04. Write the functions in exercise.cpp, then: make exercise N=04
#pragma once

#include "tensor/tensor.h"

namespace heed::exercise {

// 1. The gradient of one neuron, by hand. Each row of X (n, d) is an example with the answer y (n),
// 0 or 1. p = sigmoid(x . w + b), and the loss is the mean over the examples of -ln p where y is 1
// and -ln(1 - p) where y is 0. Returns the slopes of the loss with respect to w, and as the last
// entry with respect to b: (d + 1).
Tensor neuron_gradient(const Tensor& X, const Tensor& y, const Tensor& w, double b);

// 2. One step of gradient descent with momentum, in place: v becomes momentum * v + g, and p moves
// against it. p, g and v have one shape; g stays as it is.
void momentum_step(Tensor& p, const Tensor& g, Tensor& v, double rate, double momentum);

// 3. Step number t of Adam (t = 1, 2, ...), in place, with beta1 = 0.9, beta2 = 0.999 and epsilon =
// 1e-8. p, g, m and v have one shape; g stays as it is.
void adam_step(Tensor& p, const Tensor& g, Tensor& m, Tensor& v, Index t, double rate);

// 4. Predict before you run anything: a parameter is 0, its first gradient is 1000, and Adam's rate
// is 0.01. Where is the parameter after one step?
double predicted_parameter();

}  // namespace heed::exercise
