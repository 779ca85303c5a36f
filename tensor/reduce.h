// Reductions: sums, extrema and related functions of all elements, or along an axis. A reduced axis
// disappears; with keep_axis it stays with size 1, so that the result broadcasts against x:
//     x - mean(x, -1, keep_axis)
// One thread computes each sum in a fixed order, so its bits do not depend on the number of threads. Long sums
// are added in blocks (tensor/raw/fold.h): along any axis, and for any number of elements, a sum is off by at
// most 70 eps sum |x| with eps = 2^-23, and a mean by that divided by the count.
#pragma once

#include "tensor/tensor.h"

#include <initializer_list>
#include <vector>

namespace heed {

// The last argument of a reduction. It has a type of its own because `true` would be mistaken for axis 1.
enum class KeepAxis : bool { no, yes };
constexpr KeepAxis keep_axis = KeepAxis::yes;

// Over all elements: the result has shape (). A sum of nothing is 0, a product of nothing 1.
Tensor sum(const Tensor& x);
Tensor mean(const Tensor& x);
Tensor prod(const Tensor& x);
Tensor max(const Tensor& x);
Tensor min(const Tensor& x);

// Along one axis. max and min are NaN where an element is NaN, and throw if the axis is empty.
Tensor sum(const Tensor& x, int axis, KeepAxis keep = KeepAxis::no);
Tensor mean(const Tensor& x, int axis, KeepAxis keep = KeepAxis::no);
Tensor prod(const Tensor& x, int axis, KeepAxis keep = KeepAxis::no);
Tensor max(const Tensor& x, int axis, KeepAxis keep = KeepAxis::no);
Tensor min(const Tensor& x, int axis, KeepAxis keep = KeepAxis::no);
// The variance of the population: the sum of squares is divided by the count, not by one less.
Tensor var(const Tensor& x, int axis, KeepAxis keep = KeepAxis::no);
// log sum e^x, computed relative to the maximum, so that nothing overflows. Of an empty axis: log 0, -infinity.
Tensor log_sum_exp(const Tensor& x, int axis, KeepAxis keep = KeepAxis::no);

// Along several axes: sum(x, {0, 1}).
Tensor sum(const Tensor& x, std::initializer_list<int> axes, KeepAxis keep = KeepAxis::no);
Tensor mean(const Tensor& x, std::initializer_list<int> axes, KeepAxis keep = KeepAxis::no);

// The first index of each maximum, or minimum, along an axis, in row-major order of the other axes. NaN
// counts as both the largest and the smallest value, as in PyTorch.
std::vector<Index> argmax(const Tensor& x, int axis = -1);
std::vector<Index> argmin(const Tensor& x, int axis = -1);

// The Euclidean norm of all elements: the square root of the sum of their squares, computed in double, where
// the squares of floats neither overflow nor vanish.
double norm(const Tensor& x);

// The adjoint of broadcasting: sums over every axis along which `shape` was repeated to become x's shape.
Tensor sum_to(const Tensor& x, const Shape& shape);

namespace detail {
// The shape of x reduced along `axes`: each gets size 1 (keep_axis) or disappears. Throws, naming
// `operation`, if an axis does not exist or is given twice.
Shape reduced_shape(const char* operation, const Tensor& x, std::initializer_list<int> axes, KeepAxis keep);
}  // namespace detail

// sum(x, true) is an error and not axis 1, for Tensors and for Variables.
template <class X>
void sum(const X& x, bool, KeepAxis = KeepAxis::no) = delete;
template <class X>
void mean(const X& x, bool, KeepAxis = KeepAxis::no) = delete;
template <class X>
void prod(const X& x, bool, KeepAxis = KeepAxis::no) = delete;
template <class X>
void max(const X& x, bool, KeepAxis = KeepAxis::no) = delete;
template <class X>
void min(const X& x, bool, KeepAxis = KeepAxis::no) = delete;
template <class X>
void var(const X& x, bool, KeepAxis = KeepAxis::no) = delete;
template <class X>
void log_sum_exp(const X& x, bool, KeepAxis = KeepAxis::no) = delete;
template <class X>
void argmax(const X& x, bool) = delete;
template <class X>
void argmin(const X& x, bool) = delete;

}  // namespace heed
