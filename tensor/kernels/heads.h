// Heads: a tensor (..., rows, columns) as one matrix for each head of each sentence. `head` counts
// through all axes before the last two.
#pragma once

#include "tensor/creation.h"
#include "tensor/loops.h"
#include "tensor/raw/gemm.h"
#include "tensor/views.h"

namespace heed::kernel {

class HeadLayout {
 public:
  HeadLayout() = default;
  explicit HeadLayout(const Tensor& x)
      : batch_(x.shape().erase(x.rank() - 1).erase(x.rank() - 2)),
        strides_(broadcast_strides(x, x.shape())) {}

  // From the first element of the tensor to the first element of a head. (The sizes are read without a check:
  // a head of a short sentence is small.)
  Index offset(Index head) const {
    const Index *const sizes = batch_.begin(), *const strides = strides_.begin();
    Index offset = 0;
    for (int axis = batch_.rank() - 1; axis >= 0; --axis) {
      offset += head % sizes[axis] * strides[axis];
      head /= sizes[axis];
    }
    return offset;
  }
  Index row_stride() const { return strides_.begin()[batch_.rank()]; }
  Index column_stride() const { return strides_.begin()[batch_.rank() + 1]; }

 private:
  Shape batch_, strides_;
};

// Heads to read. The tensor must outlive them.
class Heads : public HeadLayout {
 public:
  Heads() = default;
  explicit Heads(const Tensor& x) : HeadLayout(x), data_(x.data()) {}
  ConstMatrix operator[](Index head) const { return {data_ + offset(head), row_stride(), column_stride()}; }

 private:
  const Scalar* data_ = nullptr;
};

// One head to write; the elements of a row are adjacent.
struct MutableHead {
  Scalar* data;
  Index row_stride;
  Scalar* row(Index i) const { return data + i * row_stride; }
};
class MutableHeads : public HeadLayout {
 public:
  explicit MutableHeads(Tensor& x) : HeadLayout(x), data_(x.mutable_data()) {}
  MutableHead operator[](Index head) const { return {data_ + offset(head), row_stride()}; }

 private:
  Scalar* data_;
};

// A result laid out as (batch, time, heads, size) but seen as (batch, heads, time, size), so that
// joining the heads afterwards is only another view.
inline Tensor empty_heads(const Shape& shape) {
  if (shape.rank() != 4) return empty(shape);
  return transpose(empty({shape[0], shape[2], shape[1], shape[3]}), 1, 2);
}

// x itself if the elements of a row are adjacent, otherwise a copy.
inline Tensor with_whole_rows(const Tensor& x) { return x.strides()[x.rank() - 1] == 1 ? x : x.contiguous(); }

}  // namespace heed::kernel
