// Choosing elements by index, and the adjoint: adding gradients back to the elements that were chosen.
#pragma once

#include "tensor/tensor.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed::kernel {

// y(..., i, ...) = x(..., indices[i], ...) along `axis`: x (outer..., n, inner...) -> y (outer...,
// indices, inner...). Indices may repeat; they must be from 0 to n - 1.
Tensor index_select(const Tensor& x, int axis, const std::vector<Index>& indices);

// dx(..., indices[i], ...) += grad(..., i, ...), except where indices[i] == skip. dx is contiguous.
void index_add(Tensor& dx, int axis, const std::vector<Index>& indices, const Tensor& grad, Index skip = -1);

// x of rank 2. Along axis 1: y(i, j) = x(i, indices(i, j)); along axis 0: y(i, j) = x(indices(i, j), j).
Tensor gather(const Tensor& x, int axis, const TokenMatrix& indices);

// The adjoint: dx(i, indices(i, j)) += grad(i, j), or dx(indices(i, j), j) += grad(i, j).
void gather_add(Tensor& dx, int axis, const TokenMatrix& indices, const Tensor& grad);

}  // namespace heed::kernel
