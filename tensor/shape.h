// Shape: the size of a tensor along each axis. (2, 3) is 2 rows of 3 elements; () is a single number.
#pragma once

#include "tensor/ground/scalar.h"

#include <array>
#include <initializer_list>
#include <iosfwd>
#include <string>

namespace heed {

class Shape {
 public:
  static constexpr int max_rank = 6;
  // Far beyond any memory. Below it, neither sizes in bytes nor sums of a few sizes overflow.
  static constexpr Index max_numel = Index{1} << 56;

  Shape() = default;  // rank 0: a single number
  Shape(std::initializer_list<Index> sizes);
  static Shape filled(int rank, Index value);  // every size is `value`

  int rank() const { return rank_; }
  // The size along an axis counted from 0. Throws if there is no such axis; a loop over all axes that runs in
  // every operation reads begin()[axis] instead.
  Index operator[](int axis) const { return sizes_[place(axis)]; }
  Index& operator[](int axis) { return sizes_[place(axis)]; }
  // The same, but -1 is the last axis.
  Index size(int axis) const { return (*this)[normalize("size", axis)]; }
  // The number of elements: the product of the sizes. Throws if the sizes other than 0 multiply to more than
  // max_numel, so no product of some of the sizes overflows.
  Index numel() const;

  // The axis counted from 0: -1 is the last axis, -2 the one before it. Throws, naming `operation`, if the
  // axis does not exist.
  int normalize(const char* operation, int axis) const;

  // A new axis before `axis`, which is counted from 0; axis == rank() appends. Throws if there is no such axis.
  Shape insert(int axis, Index size) const;
  Shape erase(int axis) const;

  const Index* begin() const { return sizes_.data(); }
  const Index* end() const { return sizes_.data() + rank_; }
  bool operator==(const Shape& other) const;
  std::string to_string() const;  // "(2, 3)", "(5,)", "()"

 private:
  std::size_t place(int axis) const {
    if (axis < 0 || axis >= rank_) [[unlikely]]
      fail_no_axis(axis);
    return static_cast<std::size_t>(axis);
  }
  [[noreturn]] void fail_no_axis(int axis) const;

  std::array<Index, max_rank> sizes_{};  // only the first rank_ entries mean anything
  int rank_ = 0;
};

std::ostream& operator<<(std::ostream& out, const Shape& shape);

// Returns `size`. Throws "OPERATION: WHAT must be ..." unless it is from `min` to Shape::max_numel.
Index checked_size(const char* operation, const char* what, Index size, Index min = 0);

// The strides of a row-major tensor: the distance in storage between neighbours along each axis. Throws if the
// shape has too many elements to count.
Shape contiguous_strides(const Shape& shape);

// NumPy's rule: shapes are aligned at the last axis; two sizes must be equal, or one of them 1. Throws, naming
// `operation`, if they are not.
Shape broadcast(const char* operation, const Shape& a, const Shape& b);

}  // namespace heed
