// Sums and their kin: along one axis, which disappears (or stays with size 1: keep), or over the whole
// tensor. Each sum is computed by one thread in one fixed order, so its bits do not depend on the number of
// threads.
#pragma once

#include "tensor/tensor.h"

#include <vector>

namespace heed {

Tensor sum(const Tensor& x);  // shape ()
Tensor mean(const Tensor& x);
Tensor max(const Tensor& x);
Tensor sum(const Tensor& x, int axis, bool keep = false);  // an empty axis sums to 0
Tensor mean(const Tensor& x, int axis, bool keep = false);
Tensor max(const Tensor& x, int axis, bool keep = false);  // NaN if any is; an empty axis is an error
Tensor var(const Tensor& x, int axis, bool keep = false);  // of the population: divided by the count
Tensor log_sum_exp(const Tensor& x, int axis,
                   bool keep = false);  // log sum e^x, by x's maximum so that nothing overflows
// The first place of each maximum, NaN being the greatest; row-major over the other axes.
std::vector<Index> argmax(const Tensor& x, int axis = -1);

double norm(const Tensor& x);  // Euclidean: the root of the sum of all squares

// The adjoint of broadcasting: adds up over every axis along which `shape` was repeated to become x's shape.
Tensor sum_to(const Tensor& x, const Shape& shape);

}  // namespace heed
