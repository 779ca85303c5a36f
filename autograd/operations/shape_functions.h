// Operations that only move elements: their gradients move them back.
// Meanings and errors as in tensor/views.h.
#pragma once

#include "autograd/variable.h"
#include "tensor/views.h"

#include <vector>

namespace heed {

Variable transpose(const Variable& x, int axis_a = -2, int axis_b = -1);
Variable permute(const Variable& x, const std::vector<int>& axes);
Variable reshape(const Variable& x, const Shape& shape);
Variable reshape(const Variable& x, std::initializer_list<Index> sizes);
Variable expand(const Variable& x, const Shape& shape);
Variable squeeze(const Variable& x, int axis);
Variable unsqueeze(const Variable& x, int axis);
Variable select(const Variable& x, int axis, Index position);
Variable slice(const Variable& x, int axis, Index begin, Index end, Index step = 1);
std::vector<Variable> split(const Variable& x, Index size, int axis);
std::vector<Variable> split(const Variable& x, const std::vector<Index>& sizes, int axis);
Variable concatenate(const std::vector<Variable>& parts, int axis);
Variable stack(const std::vector<Variable>& parts, int axis);
// The same with lists in braces: concatenate({a, b}, 1).
inline Variable concatenate(std::initializer_list<Variable> parts, int axis) {
  return concatenate(std::vector<Variable>(parts), axis);
}
inline Variable stack(std::initializer_list<Variable> parts, int axis) {
  return stack(std::vector<Variable>(parts), axis);
}
inline std::vector<Variable> split(const Variable& x, std::initializer_list<Index> sizes, int axis) {
  return split(x, std::vector<Index>(sizes), axis);
}

}  // namespace heed
