// Tensor: elements in a grid of any rank. A tensor is a view of shared storage: an offset and, for each axis, a
// size and a stride. Transposing, slicing and broadcasting make a new view of the same storage. Copying a
// Tensor copies the view and not the elements; clone() copies the elements. A stride of 0 repeats one element
// along an axis.
#pragma once

#include "tensor/ground/memory.h"
#include "tensor/ground/shared.h"
#include "tensor/shape.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace heed {

// A reference-counted block of values. `version` increases with each write, so code that saved the
// values can detect a later change.
struct alignas(64) Storage {
  Index numel;
  std::size_t bytes;  // size of the block that holds this header and the numbers
  unsigned holders = 0;
  unsigned version = 0;

  static Shared<Storage> make(Index numel);
  static void destroy(Storage* storage);
  Scalar* numbers() { return reinterpret_cast<Scalar*>(this + 1); }
};

// Nested braces of numbers: {{1, 2, 3}, {4, 5, 6}}.
class NestedList {
 public:
  template <class Number>
  requires std::is_arithmetic_v<Number> NestedList(Number number) : number_(static_cast<Scalar>(number)) {}
  NestedList(std::initializer_list<NestedList> items) : items_(items), is_list_(true) {}
  Shape shape() const;  // throws when rows differ in length
  void append_to(std::vector<Scalar>& out) const;

 private:
  Scalar number_ = 0;
  std::vector<NestedList> items_;
  bool is_list_ = false;
};

namespace detail {
[[noreturn]] void fail_undefined(const char* operation);
}  // namespace detail

class Tensor {
 public:
  Tensor() = default;  // undefined: defined() is false
  Tensor(Shared<Storage> storage, Index offset, const Shape& shape, const Shape& strides)
      : storage_(std::move(storage)), offset_(offset), shape_(shape), strides_(strides) {}

  bool defined() const { return static_cast<bool>(storage_); }
  const Shape& shape() const { return shape_; }
  const Shape& strides() const { return strides_; }  // in elements, not bytes
  int rank() const { return shape_.rank(); }
  Index size(int axis) const { return shape_[normalize_axis("size", axis)]; }
  Index numel() const { return shape_.numel(); }
  // The axis counted from 0. Throws, naming `operation`, if the tensor is undefined or has no such axis.
  int normalize_axis(const char* operation, int axis) const;
  bool is_contiguous() const;  // row-major without gaps

  // Elements: x(i, j) reads, x.at(i, j) = v writes. Negative positions count from the end; both check bounds.
  template <class... Positions>
  Scalar operator()(Positions... positions) const {
    const Index place = position({static_cast<Index>(positions)...});
    return data()[place];
  }
  template <class... Positions>
  Scalar& at(Positions... positions) {
    const Index place = position({static_cast<Index>(positions)...});
    return mutable_data()[place];
  }
  // x[i] is select(x, 0, i), a view. It is const because `x[0] = y` would not change x:
  // name the view and call its copy_from(y).
  const Tensor operator[](Index position) const;
  Scalar item() const;                     // the element of a one-element tensor
  std::vector<Scalar> to_vector() const;   // all elements in row-major order
  std::vector<double> to_doubles() const;  // the same in double precision, for figures and reports

  // Raw access, for kernels: the first element; the others are strides() apart. Throws if undefined.
  const Scalar* data() const { return storage("data").numbers() + offset_; }
  Scalar* mutable_data() {
    ++storage("mutable_data").version;
    return storage_->numbers() + offset_;
  }

  // The same elements in row-major storage: this tensor itself if it is contiguous, otherwise a copy.
  Tensor contiguous() const;
  Tensor clone() const;                  // always a copy
  void copy_from(const Tensor& source);  // writes the elements of source, broadcast to this shape

  // In place; `other` broadcasts to this shape and may be a view of the same elements. These operators and
  // copy_from refuse to write to a view that repeats elements (a stride of 0).
  Tensor& operator+=(const Tensor& other);
  Tensor& operator-=(const Tensor& other);
  Tensor& operator*=(const Tensor& other);
  Tensor& operator/=(const Tensor& other);
  Tensor& operator+=(double number);
  Tensor& operator-=(double number) { return *this += -number; }
  Tensor& operator*=(double factor);
  Tensor& operator/=(double divisor);
  void fill(double value);

  bool shares_storage_with(const Tensor& other) const { return storage_ == other.storage_; }
  bool is_sole_holder() const { return storage("is_sole_holder").holders == 1; }
  unsigned version() const { return storage("version").version; }
  Index storage_offset() const { return offset_; }
  // Another view of the same storage. The caller is responsible for its bounds.
  Tensor window(Index offset, const Shape& shape, const Shape& strides) const {
    return Tensor(storage_, offset, shape, strides);
  }

 private:
  Index position(std::initializer_list<Index> positions) const;  // counted from data()
  Storage& storage(const char* operation) const {
    if (!storage_) [[unlikely]]
      detail::fail_undefined(operation);
    return *storage_;
  }

  Shared<Storage> storage_;
  Index offset_ = 0;
  Shape shape_, strides_;
};

// Throws, naming `operation`, if one of the tensors is undefined. Variables count as tensors.
template <class... Tensors>
void require_defined(const char* operation, const Tensors&... tensors) {
  if (!(tensors.defined() && ...)) [[unlikely]]
    detail::fail_undefined(operation);
}

std::ostream& operator<<(std::ostream& out, const Tensor& x);

}  // namespace heed
