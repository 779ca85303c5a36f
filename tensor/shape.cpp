#include "tensor/shape.h"

#include "tensor/ground/error.h"

#include <algorithm>

namespace heed {

Shape::Shape(std::initializer_list<Index> sizes) : Shape(filled(static_cast<int>(sizes.size()), 0)) {
  std::copy(sizes.begin(), sizes.end(), sizes_.begin());
  for (Index size : sizes) {
    if (size < 0) fail("shape ", to_string(), ": a size cannot be negative");
  }
}

Shape Shape::filled(int rank, Index value) {
  if (rank > max_rank) fail("a tensor has at most ", max_rank, " axes, not ", rank);
  if (rank < 0) fail("a shape cannot have ", rank, " axes");
  if (value < 0) fail("a shape cannot have the negative size ", value);
  Shape shape;
  shape.rank_ = rank;
  std::fill_n(shape.sizes_.begin(), rank, value);
  return shape;
}

Index Shape::numel() const {
  Index product = 1;
  bool empty = false;
  for (Index size : *this) {
    empty = empty || size == 0;
    if (__builtin_mul_overflow(product, std::max(size, Index{1}), &product) || product > max_numel)
      fail("shape ", *this, " has too many elements to count");
  }
  return empty ? 0 : product;
}

void Shape::fail_no_axis(int axis) const { fail("shape ", to_string(), " has no axis ", axis); }

int Shape::normalize(const char* operation, int axis) const {
  const int counted = axis < 0 ? axis + rank_ : axis;
  if (counted < 0 || counted >= rank_)
    fail(operation, ": axis ", axis, " does not exist in shape ", to_string());
  return counted;
}

Shape Shape::insert(int axis, Index size) const {
  if (axis != rank_) place(axis);  // throws if there is no such axis
  Shape result = filled(rank_ + 1, size);
  std::copy(begin(), begin() + axis, result.sizes_.begin());
  std::copy(begin() + axis, end(), result.sizes_.begin() + axis + 1);
  return result;
}

Shape Shape::erase(int axis) const {
  place(axis);  // throws if there is no such axis
  Shape result = *this;
  std::copy(begin() + axis + 1, end(), result.sizes_.begin() + axis);
  --result.rank_;
  return result;
}

bool Shape::operator==(const Shape& other) const {
  return std::equal(begin(), end(), other.begin(), other.end());
}

std::string Shape::to_string() const {
  std::string result = "(";
  for (int axis = 0; axis < rank_; ++axis) result += text(axis ? ", " : "", (*this)[axis]);
  return result + (rank_ == 1 ? ",)" : ")");
}

Index checked_size(const char* operation, const char* what, Index size, Index min) {
  if (size < min) fail(operation, ": ", what, " must be ", min, " or greater, not ", size);
  if (size > Shape::max_numel) fail(operation, ": ", what, " cannot be as large as ", size);
  return size;
}

Shape contiguous_strides(const Shape& shape) {
  shape.numel();  // throws if a stride would overflow
  Shape strides = shape;
  Index step = 1;
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    strides[axis] = step;
    step *= shape.begin()[axis];
  }
  return strides;
}

Shape broadcast(const char* operation, const Shape& a, const Shape& b) {
  if (a == b) return a;
  const Shape& longer = a.rank() >= b.rank() ? a : b;
  const Shape& shorter = a.rank() >= b.rank() ? b : a;
  Shape result = longer;
  const int shift = longer.rank() - shorter.rank();
  for (int axis = 0; axis < shorter.rank(); ++axis) {
    Index& size = result[axis + shift];
    if (size == 1) {
      size = shorter[axis];
    } else if (shorter[axis] != 1 && shorter[axis] != size) {
      fail(operation, ": shapes ", a, " and ", b, " do not broadcast: sizes ",
           a.size(axis + shift - longer.rank()), " and ", b.size(axis + shift - longer.rank()), " at axis ",
           axis + shift - longer.rank(), " differ and neither is 1");
    }
  }
  return result;
}

}  // namespace heed
