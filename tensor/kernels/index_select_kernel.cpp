#include "tensor/kernels/index_select_kernel.h"

#include "tensor/creation.h"
#include "tensor/ground/threads.h"
#include "tensor/raw/fold.h"

#include <algorithm>
#include <map>

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

namespace {

// The positions i at which some index of [0, n) has occurred another sum_block times. An index that is
// chosen so often has a long sum.
std::vector<Index> ends_of_blocks(Index n, const std::vector<Index>& indices, Index skip) {
  std::vector<Index> ends;
  if (static_cast<Index>(indices.size()) <= sum_block) return ends;
  std::vector<Index> times(static_cast<std::size_t>(n), 0);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    if (indices[i] == skip) continue;
    if (++times[static_cast<std::size_t>(indices[i])] % sum_block == 0) ends.push_back(static_cast<Index>(i));
  }
  return ends;
}

}  // namespace

// Forward: y(o, i, j) = x(o, indices[i], j). The threads share the inner index j. Indices may repeat,
// so each sum is computed by one thread, in the order of i.
void index_add(Tensor& dx, int axis, const std::vector<Index>& indices, const Tensor& upstream, Index skip) {
  const Tensor grad = upstream.contiguous();
  const Around sizes = around(dx.shape(), axis);
  const Index n = sizes.n, inner = sizes.inner;
  const auto count = static_cast<Index>(indices.size());
  const std::vector<Index> ends = ends_of_blocks(n, indices, skip);
  Scalar* const to = dx.mutable_data();
  const Scalar* const from = grad.data();
  for (Index o = 0; o < sizes.outer; ++o) {
    Scalar* const block = to + o * n * inner;
    const Scalar* const rows = from + o * count * inner;
    parallel_for(inner, grain_for(count), [&](Index first, Index last) {
      std::map<Index, LongFold<>> long_sums;  // by index
      const auto add = [&](Index i, Index end) {
        for (; i < end; ++i) {
          const Index index = indices[static_cast<std::size_t>(i)];
          if (index == skip) continue;
          for (Index j = first; j < last; ++j) block[index * inner + j] += rows[i * inner + j];
        }
      };
      Index begin = 0;
      for (const Index end : ends) {
        add(begin, end + 1);
        const Index index = indices[static_cast<std::size_t>(end)];
        long_sums.try_emplace(index, block + index * inner + first, last - first)
            .first->second.move_to_totals();
        begin = end + 1;
      }
      add(begin, count);
      for (auto& [index, sum] : long_sums) sum.finish();
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

// Forward: y(i, j) = x at source(i, j). The sums are in double, because an element may be chosen often.
void gather_add(Tensor& dx, int axis, const TokenMatrix& indices, const Tensor& upstream) {
  const Tensor grad = upstream.contiguous();
  Scalar* const to = dx.mutable_data();
  const Scalar* from = grad.data();
  std::vector<double> sums(to, to + dx.numel());
  for (Index i = 0; i < indices.rows; ++i) {
    for (Index j = 0; j < indices.columns; ++j) {
      sums[static_cast<std::size_t>(source(dx.size(1), axis, indices, i, j))] += static_cast<double>(*from++);
    }
  }
  std::transform(sums.begin(), sums.end(), to, [](double sum) { return static_cast<Scalar>(sum); });
}

}  // namespace heed::kernel
