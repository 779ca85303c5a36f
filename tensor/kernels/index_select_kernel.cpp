#include "tensor/kernels/index_select_kernel.h"

#include "tensor/creation.h"
#include "tensor/ground/threads.h"

#include <algorithm>

namespace heed::kernel {
namespace {

// A shape seen from one axis: (outer, n, inner).
struct Around {
  Index outer = 1, n, inner = 1;
};
Around around(const Shape& shape, int axis) {
  Around sizes{.n = shape[axis]};
  for (int i = 0; i < axis; ++i) sizes.outer *= shape[i];
  for (int i = axis + 1; i < shape.rank(); ++i) sizes.inner *= shape[i];
  return sizes;
}

// The index in x (rows, columns), row-major, of element (i, j) of the result.
Index source(Index columns, int axis, const TokenMatrix& indices, Index i, Index j) {
  return axis == 1 ? i * columns + indices(i, j) : indices(i, j) * columns + j;
}

}  // namespace

Tensor index_select(const Tensor& input, int axis, const std::vector<Index>& indices) {
  const Tensor x = input.contiguous();
  const auto [outer, n, inner] = around(x.shape(), axis);
  Shape shape = x.shape();
  shape[axis] = static_cast<Index>(indices.size());
  Tensor y = empty(shape);
  Scalar* to = y.mutable_data();
  for (Index o = 0; o < outer; ++o) {
    for (const Index index : indices) to = std::copy_n(x.data() + (o * n + index) * inner, inner, to);
  }
  return y;
}

// Forward: y(o, i, j) = x(o, indices[i], j). The threads share the inner index j. Indices may repeat,
// so each sum is computed by one thread, in the order of i.
void index_add(Tensor& dx, int axis, const std::vector<Index>& indices, const Tensor& upstream, Index skip) {
  const Tensor grad = upstream.contiguous();
  const Around sizes = around(dx.shape(), axis);
  const Index n = sizes.n, inner = sizes.inner;
  const auto count = static_cast<Index>(indices.size());
  Scalar* const to = dx.mutable_data();
  const Scalar* const from = grad.data();
  for (Index o = 0; o < sizes.outer; ++o) {
    Scalar* const block = to + o * n * inner;
    const Scalar* const rows = from + o * count * inner;
    parallel_for(inner, grain_for(count), [&](Index first, Index last) {
      for (Index i = 0; i < count; ++i) {
        const Index index = indices[static_cast<std::size_t>(i)];
        if (index == skip) continue;
        for (Index j = first; j < last; ++j) block[index * inner + j] += rows[i * inner + j];
      }
    });
  }
}

Tensor gather(const Tensor& input, int axis, const TokenMatrix& indices) {
  const Tensor x = input.contiguous();
  Tensor y = empty({indices.rows, indices.columns});
  Scalar* to = y.mutable_data();
  for (Index i = 0; i < indices.rows; ++i) {
    for (Index j = 0; j < indices.columns; ++j) *to++ = x.data()[source(x.size(1), axis, indices, i, j)];
  }
  return y;
}

// Forward: y(i, j) = x at source(i, j).
void gather_add(Tensor& dx, int axis, const TokenMatrix& indices, const Tensor& upstream) {
  const Tensor grad = upstream.contiguous();
  Scalar* const to = dx.mutable_data();
  const Scalar* from = grad.data();
  for (Index i = 0; i < indices.rows; ++i) {
    for (Index j = 0; j < indices.columns; ++j) to[source(dx.size(1), axis, indices, i, j)] += *from++;
  }
}

}  // namespace heed::kernel
