// The loops of the elementwise operations. They walk in step over several views that have
// the same shape but may have different strides:
//
//     1. Axes that are adjacent in memory in every view are merged: (32, 10, 64) contiguous -> (20480).
//     2. The last axis is the inner loop; the other axes count like an odometer.
//     3. Threads take chunks of the whole.
#pragma once

#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"
#include "tensor/tensor.h"

#include <algorithm>
#include <array>
#include <utility>

namespace heed::kernel {

// A walk over N views of one shape, with the axes merged.
template <std::size_t N>
class Walk {
 public:
  Walk(const Shape& shape, const std::array<Shape, N>& strides) {
    for (int axis = shape.rank() - 1; axis >= 0; --axis) {
      const Index size = shape.begin()[axis];
      if (size == 1) continue;
      // The axis joins its right neighbour if, in every view, one step along it equals a whole pass
      // along the neighbour.
      bool joins = axes_ > 0;
      for (std::size_t n = 0; n < N && joins; ++n)
        joins = strides[n].begin()[axis] == steps_[last()][n] * sizes_[last()];
      if (joins) {
        sizes_[last()] *= size;
      } else {
        sizes_[axes_] = size;
        for (std::size_t n = 0; n < N; ++n) steps_[axes_][n] = strides[n].begin()[axis];
        ++axes_;
      }
    }
  }

  // Calls f(offsets, count, steps) for rows that together are the elements [first, last) in
  // row-major order: `count` elements of each view, which begin at offsets[n] in view n and
  // are steps[n] apart.
  template <class F>
  void rows(Index first, Index last, F f) const {
    if (first >= last) return;  // also if an axis is empty, before the division by its size
    const Index width = sizes_[0];
    std::array<Index, Shape::max_rank> position{};  // the odometer, set to `first`
    std::array<Index, N> offsets{};
    Index rest = first / width, column = first % width;
    for (std::size_t axis = 1; axis < axes_; ++axis) {
      position[axis] = rest % sizes_[axis];
      rest /= sizes_[axis];
      for (std::size_t n = 0; n < N; ++n) offsets[n] += position[axis] * steps_[axis][n];
    }
    while (first < last) {
      const Index count = std::min(width - column, last - first);
      std::array<Index, N> starts = offsets;
      for (std::size_t n = 0; n < N; ++n) starts[n] += column * steps_[0][n];
      f(starts, count, steps_[0]);
      first += count;
      column = 0;
      for (std::size_t axis = 1; axis < axes_; ++axis) {  // the odometer's next position
        for (std::size_t n = 0; n < N; ++n) offsets[n] += steps_[axis][n];
        if (++position[axis] < sizes_[axis]) break;
        for (std::size_t n = 0; n < N; ++n) offsets[n] -= sizes_[axis] * steps_[axis][n];
        position[axis] = 0;
      }
    }
  }

 private:
  std::size_t last() const { return axes_ - 1; }

  std::size_t axes_ = 0;  // after merging, the innermost first
  std::array<Index, Shape::max_rank> sizes_ = {1};
  std::array<std::array<Index, N>, Shape::max_rank> steps_{};
};

template <std::size_t N, class F>
void for_each_row(const Shape& shape, const std::array<Shape, N>& strides, F f) {
  const Walk<N> walk(shape, strides);
  parallel_for(shape.numel(), grain_for(1), [&](Index first, Index last) { walk.rows(first, last, f); });
}

// out = f(x), element by element; error messages name `operation`.
template <class F>
Tensor map(const char* operation, const Tensor& x, F f) {
  require_defined(operation, x);
  Tensor out = empty(x.shape());
  Scalar* const to = out.mutable_data();
  const Scalar* const from = x.data();
  if (x.is_contiguous()) {
    parallel_for(x.numel(), grain_for(1), [=](Index first, Index last) {
      for (Index i = first; i < last; ++i) to[i] = f(from[i]);
    });
    return out;
  }
  for_each_row<2>(x.shape(), {out.strides(), x.strides()},
                  [=](const auto& at, Index count, const auto& step) {
                    for (Index i = 0; i < count; ++i) to[at[0] + i] = f(from[at[1] + i * step[1]]);
                  });
  return out;
}

// The strides for reading x as a tensor of `shape`: 0 along the axes that
// broadcasting adds or repeats.
inline Shape broadcast_strides(const Tensor& x, const Shape& shape) {
  Shape strides = Shape::filled(shape.rank(), 0);
  const int shift = shape.rank() - x.rank();
  for (int axis = 0; axis < x.rank(); ++axis) {
    if (x.shape().begin()[axis] != 1) strides[axis + shift] = x.strides().begin()[axis];
  }
  return strides;
}

// One row of out[i] = f(x[i], y[i]), with a separate loop for each pair of steps that
// the compiler can vectorise.
template <class F>
void zip_row(Scalar* out, const Scalar* x, Index x_step, const Scalar* y, Index y_step, Index count, F f) {
  if (x_step == 1 && y_step == 1) {
    for (Index i = 0; i < count; ++i) out[i] = f(x[i], y[i]);
  } else if (x_step == 1 && y_step == 0) {
    const Scalar same = *y;
    for (Index i = 0; i < count; ++i) out[i] = f(x[i], same);
  } else if (x_step == 0 && y_step == 1) {
    const Scalar same = *x;
    for (Index i = 0; i < count; ++i) out[i] = f(same, y[i]);
  } else {
    for (Index i = 0; i < count; ++i) out[i] = f(x[i * x_step], y[i * y_step]);
  }
}

// out = f(x, y) with broadcasting; error messages name `operation`.
template <class F>
Tensor zip(const char* operation, const Tensor& x, const Tensor& y, F f) {
  require_defined(operation, x, y);
  if (x.shape() == y.shape() && x.is_contiguous() && y.is_contiguous()) {
    Tensor out = empty(x.shape());
    Scalar* const to = out.mutable_data();
    const Scalar *const a = x.data(), *const b = y.data();
    parallel_for(x.numel(), grain_for(1), [=](Index first, Index last) {
      zip_row(to + first, a + first, 1, b + first, 1, last - first, f);
    });
    return out;
  }
  const Shape shape = broadcast(operation, x.shape(), y.shape());
  Tensor out = empty(shape);
  Scalar* const to = out.mutable_data();
  const Scalar *const a = x.data(), *const b = y.data();
  for_each_row<3>(shape, {out.strides(), broadcast_strides(x, shape), broadcast_strides(y, shape)},
                  [=](const auto& at, Index count, const auto& step) {
                    zip_row(to + at[0], a + at[1], step[1], b + at[2], step[2], count, f);
                  });
  return out;
}

// target = f(target, y) in place; y broadcasts to the target's shape. If y is a different view of
// the target's storage, it is copied first, because its values may be overwritten before
// they are read.
template <class F>
void write(Tensor& target, const Tensor& y, F f, const char* operation) {
  require_defined(operation, target, y);
  const Shape& shape = target.shape();
  if (!(broadcast(operation, shape, y.shape()) == shape)) {
    fail(operation, ": shape ", y.shape(), " does not broadcast to the target's shape ", shape);
  }
  for (int axis = 0; axis < target.rank(); ++axis) {
    if (target.strides()[axis] == 0 && shape[axis] > 1 && shape.numel() > 0)
      fail(operation, ": the target of shape ", shape, " repeats its elements along axis ", axis,
           "; write into its clone()");
  }
  const bool same_view =
      y.storage_offset() == target.storage_offset() && y.shape() == shape && y.strides() == target.strides();
  const Tensor source = target.shares_storage_with(y) && !same_view ? y.clone() : y;
  Scalar* const to = target.mutable_data();
  const Scalar* const from = source.data();
  for_each_row<2>(shape, {target.strides(), broadcast_strides(source, shape)},
                  [=](const auto& at, Index count, const auto& step) {
                    if (step[0] == 1) {
                      zip_row(to + at[0], to + at[0], 1, from + at[1], step[1], count, f);
                    } else {
                      for (Index i = 0; i < count; ++i) {
                        Scalar& x = to[at[0] + i * step[0]];
                        x = f(x, from[at[1] + i * step[1]]);
                      }
                    }
                  });
}

}  // namespace heed::kernel
