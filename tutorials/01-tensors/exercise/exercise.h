// Exercise of lesson 01. Write the functions in exercise.cpp, then: make exercise N=01
#pragma once

#include "tensor/tensor.h"

namespace heed::exercise {

// 1. A view of your own. x (m, n) -> the diagonal x(0, 0), x(1, 1), ... of shape (the smaller of m and n),
// as a view: a write through it changes x. x may be a view itself.
Tensor diagonal(const Tensor& x);

// 2. Along an axis. x (n, d) -> (n, d): each row minus its mean, divided by the root of its variance.
// Afterwards, each row has the mean 0 and the variance 1.
Tensor standardise_rows(const Tensor& x);

// 3. Broadcasting on purpose. a (m, d), b (n, d) -> (m, n): the distance of each row of a from each row
// of b. The distance of two vectors is the root of the sum of their squared differences.
Tensor distances(const Tensor& a, const Tensor& b);

// 4. Predict before you run anything: the targets are 1, 2 and 3, of shape (3), and the predictions are
// exactly right, but have the shape (3, 1). Which mean squared error does the broken code report?
double predicted_loss();

}  // namespace heed::exercise
