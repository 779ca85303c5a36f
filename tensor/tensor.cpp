#include "tensor/tensor.h"

#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/loops.h"
#include "tensor/views.h"

#include <new>

namespace heed {

Shared<Storage> Storage::make(Index numel) {
  if (numel < 0 || numel > Shape::max_numel) fail("out of memory: a tensor cannot have ", numel, " elements");
  std::size_t bytes;
  void* block = allocate_block(sizeof(Storage) + static_cast<std::size_t>(numel) * sizeof(Scalar), &bytes);
  return Shared<Storage>(new (block) Storage{numel, bytes});
}

void Storage::destroy(Storage* storage) { release_block(storage, storage->bytes); }

Shape NestedList::shape() const {
  if (!is_list_) return {};
  if (items_.empty()) return {0};
  const Shape inner = items_.front().shape();
  for (const NestedList& item : items_) {
    if (!(item.shape() == inner)) {
      fail("tensor: a nested list must be rectangular, but has rows of shapes ", inner, " and ",
           item.shape());
    }
  }
  return inner.insert(0, static_cast<Index>(items_.size()));
}

void NestedList::append_to(std::vector<Scalar>& out) const {
  if (!is_list_) out.push_back(number_);
  for (const NestedList& item : items_) item.append_to(out);
}

int Tensor::normalize_axis(const char* operation, int axis) const {
  require_defined(operation, *this);
  return shape_.normalize(operation, axis);
}

bool Tensor::is_contiguous() const {
  Index step = 1;
  for (int axis = rank() - 1; axis >= 0; --axis) {
    const Index size = shape_.begin()[axis];
    if (size == 0) return true;
    if (size != 1 && strides_.begin()[axis] != step) return false;
    step *= size;
  }
  return true;
}

const Tensor Tensor::operator[](Index position) const { return select(*this, 0, position); }

Scalar Tensor::item() const {
  require_defined("item", *this);
  if (numel() != 1) fail("item: a tensor of shape ", shape_, " has ", numel(), " elements, not one");
  return *data();
}

std::vector<Scalar> Tensor::to_vector() const {
  require_defined("to_vector", *this);
  const Tensor rows = contiguous();
  return std::vector<Scalar>(rows.data(), rows.data() + numel());
}

std::vector<double> Tensor::to_doubles() const {
  const std::vector<Scalar> values = to_vector();
  return {values.begin(), values.end()};
}

Tensor Tensor::contiguous() const {
  require_defined("contiguous", *this);
  return is_contiguous() ? *this : clone();
}

Tensor Tensor::clone() const {
  return kernel::map("clone", *this, [](Scalar x) { return x; });
}

void Tensor::copy_from(const Tensor& source) {
  kernel::write(
      *this, source, [](Scalar, Scalar y) { return y; }, "copy_from");
}

Tensor& Tensor::operator+=(const Tensor& other) {
  kernel::write(
      *this, other, [](Scalar x, Scalar y) { return x + y; }, "+=");
  return *this;
}

Tensor& Tensor::operator-=(const Tensor& other) {
  kernel::write(
      *this, other, [](Scalar x, Scalar y) { return x - y; }, "-=");
  return *this;
}

Tensor& Tensor::operator*=(const Tensor& other) {
  kernel::write(
      *this, other, [](Scalar x, Scalar y) { return x * y; }, "*=");
  return *this;
}

Tensor& Tensor::operator/=(const Tensor& other) {
  kernel::write(
      *this, other, [](Scalar x, Scalar y) { return x / y; }, "/=");
  return *this;
}

Tensor& Tensor::operator+=(double number) { return *this += scalar(number); }
Tensor& Tensor::operator/=(double divisor) { return *this /= scalar(divisor); }

Tensor& Tensor::operator*=(double factor) {
  const Scalar f = static_cast<Scalar>(factor);
  kernel::write(
      *this, *this, [f](Scalar x, Scalar) { return x * f; }, "*=");
  return *this;
}

void Tensor::fill(double value) {
  require_defined("fill", *this);
  copy_from(full({}, value));
}

void detail::fail_undefined(const char* operation) {
  fail(operation,
       ": this tensor is undefined: it was never given a value (a gradient is undefined before backward)");
}

Index Tensor::position(std::initializer_list<Index> positions) const {
  require_defined("element access", *this);
  if (static_cast<int>(positions.size()) != rank()) {
    fail("element access: ", positions.size(), " positions for shape ", shape_, ", which has ", rank(),
         " axes");
  }
  Index result = 0;
  int axis = 0;
  for (Index wanted : positions) {
    const Index counted = wanted < 0 ? wanted + shape_[axis] : wanted;
    if (counted < 0 || counted >= shape_[axis]) {
      fail("element access: position ", wanted, " is outside axis ", axis, " of shape ", shape_);
    }
    result += counted * strides_[axis++];
  }
  return result;
}

}  // namespace heed
