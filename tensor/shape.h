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

  Shape() = default;  // rank 0: a single number
  Shape(std::initializer_list<Index> sizes);
  static Shape filled(int rank, Index value);

  int rank() const { return rank_; }
  // Unchecked: 0 <= axis < rank.
  Index operator[](int axis) const { return sizes_[static_cast<std::size_t>(axis)]; }
  Index& operator[](int axis) { return sizes_[static_cast<std::size_t>(axis)]; }
  // Checked; -1 is the last axis.
  Index size(int axis) const { return (*this)[normalize("size", axis)]; }
  // The number of elements: the product of the sizes.
  Index numel() const;

  // The axis counted from 0: -1 is the last axis, -2 the one before it. Throws, naming `operation`, if the
  // axis does not exist.
  int normalize(const char* operation, int axis) const;

  Shape insert(int axis, Index size) const;  // a new axis before `axis`; axis == rank() appends
  Shape erase(int axis) const;

  const Index* begin() const { return sizes_.data(); }
  const Index* end() const { return sizes_.data() + rank_; }
  bool operator==(const Shape& other) const;
  std::string to_string() const;  // "(2, 3)", "(5,)", "()"

 private:
  std::array<Index, max_rank> sizes_{};  // only the first rank_ entries mean anything
  int rank_ = 0;
};

std::ostream& operator<<(std::ostream& out, const Shape& shape);

// The strides of a row-major tensor: the distance in storage between neighbours along each axis.
Shape contiguous_strides(const Shape& shape);

// NumPy's rule: shapes are aligned at the last axis; two sizes must be equal, or one of them 1. Throws, naming
// `operation`, if they are not.
Shape broadcast(const char* operation, const Shape& a, const Shape& b);

}  // namespace heed
