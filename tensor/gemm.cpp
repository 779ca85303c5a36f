#include "tensor/gemm.h"

#include "tensor/pack.h"
#include "tensor/threads.h"
#include "tensor/vector.h"

#include <array>
#include <cmath>
#include <utility>

namespace heed {
namespace {

#if defined(__AVX512F__) || defined(__aarch64__)
constexpr Index tile_rows = 8;  // 16 sums of the 32 vector registers
#else
constexpr Index tile_rows = 6;  // 12 of 16
#endif
constexpr Index panel_vectors = 2, panel_columns = panel_vectors * lanes;

#ifndef BLK
#define BLK 128
#define DEP 256
#endif
constexpr Index block_rows = BLK, depth = DEP;
constexpr Index slab_columns = 4096;
constexpr Index worth_a_thread = 1 << 17;  // multiply-adds

constexpr Index ceil_divide(Index x, Index y) { return (x + y - 1) / y; }

struct Tile {
  Index k;
  ConstMatrix a;
  const Scalar* b;
  Index b_row_stride;
  Scalar* c;
  Index c_row_stride;
  Index columns;
  bool accumulate;
};

template <int rows, int vectors>
void multiply_tile(const Tile& t) {
  Vector sum[rows][vectors] = {};
  const Index last = t.columns - (vectors - 1) * lanes;
  if (t.accumulate) {
#pragma GCC unroll 8
    for (int i = 0; i < rows; ++i) {
#pragma GCC unroll 2
      for (int j = 0; j < vectors; ++j) {
        sum[i][j] = load_part(t.c + i * t.c_row_stride + j * lanes, j + 1 < vectors ? lanes : last);
      }
    }
  }
  const Scalar *a = t.a.data, *b = t.b;
  const Index a_row = t.a.row_stride, a_column = t.a.column_stride, b_row = t.b_row_stride;
  for (Index p = 0; p < t.k; ++p, a += a_column, b += b_row) {
    Vector row[vectors];
#pragma GCC unroll 2
    for (int j = 0; j < vectors; ++j) row[j] = load(b + j * lanes);
#pragma GCC unroll 8
    for (int i = 0; i < rows; ++i) {
#pragma GCC unroll 2
      for (int j = 0; j < vectors; ++j) sum[i][j] += a[i * a_row] * row[j];
    }
  }
#pragma GCC unroll 8
  for (int i = 0; i < rows; ++i) {
#pragma GCC unroll 2
    for (int j = 0; j < vectors; ++j) {
      store_part(t.c + i * t.c_row_stride + j * lanes, sum[i][j], j + 1 < vectors ? lanes : last);
    }
  }
}

using Kernel = void (*)(const Tile&);
template <int... i>
constexpr auto all_kernels(std::integer_sequence<int, i...>) {
  return std::array<std::array<Kernel, 2>, sizeof...(i)>{
      {{{multiply_tile<i + 1, 1>, multiply_tile<i + 1, 2>}}...}};
}
constexpr auto kernels = all_kernels(std::make_integer_sequence<int, int{tile_rows}>());

void apply_finish(Index m, Index n, Scalar* c, Index c_row_stride, const Scalar* bias,
                  Activation activation) {
  for (Index i = 0; i < m; ++i, c += c_row_stride) {
    if (bias != nullptr) {
      for (Index j = 0; j < n; ++j) c[j] += bias[j];
    }
    if (activation == Activation::relu) {
      for (Index j = 0; j < n; ++j) c[j] = c[j] < 0 ? 0 : c[j];
    }
    if (activation == Activation::gelu) {
      for (Index j = 0; j < n; ++j) c[j] = fast::gelu(c[j]);
    }
  }
}

// t: the whole of the panel's rows
void multiply_panel(Index m, Tile t) {
  const Index rows = ceil_divide(m, ceil_divide(m, tile_rows));
  const auto vectors = static_cast<std::size_t>(ceil_divide(t.columns, lanes));
  for (Index i = 0; i < m; i += rows) {
    const Index here = std::min(rows, m - i);
    if (here == 1 && vectors == 1) {
      // GCC, tuned for some machines, would break the multiply-add of a single chain of sums into two
      // roundings. Two chains, the same row twice, keep this row's bits those of its neighbours.
      t.a.row_stride = t.c_row_stride = 0;
      kernels[1][0](t);
    } else {
      kernels[static_cast<std::size_t>(here - 1)][vectors - 1](t);
    }
    t.a.data += here * t.a.row_stride;
    t.c += here * t.c_row_stride;
  }
}

}  // namespace

#ifndef PA
#define PA (row_blocks > 1)
#define PB (row_blocks > 1)
#endif

void gemm(Index m, Index n, Index k, ConstMatrix a, ConstMatrix b, Scalar* c, Index c_row_stride,
          const Finish& finish) {
  if (m <= 0 || n <= 0) return;
  if (n == 1 && m > 1 && c_row_stride == 1 && finish.bias == nullptr) {  // C^T = B^T A^T
    return gemm(1, m, k, {b.data, b.column_stride, b.row_stride}, {a.data, a.column_stride, a.row_stride}, c,
                m, finish);
  }
  thread_local Workspace slab_space;
  const Index row_blocks = ceil_divide(m, block_rows);
  const bool pack_a = PA, pack_b = PB;
  for (Index left = 0; left < n; left += slab_columns) {
    const Index width = std::min(slab_columns, n - left), panels = ceil_divide(width, panel_columns);
    Index top = 0;
    do {
      const Index here = std::min(depth, k - top);
      const ConstMatrix b_part = from(b, top, left), a_part = from(a, 0, top);
      Scalar* slab = nullptr;
      const Index work = m * here * width;
      const Index tasks_wanted = std::min<Index>(4 * thread_count(), work / worth_a_thread);
      if (pack_b && row_blocks > 1) {
        slab = slab_space.reserve(here * panels * panel_columns);
        const auto pack = [&](Index panel) {
          const Index column = panel * panel_columns, columns = std::min(panel_columns, width - column);
          pack_panel(here, columns, from(b_part, 0, column), ceil_divide(columns, lanes) * lanes,
                     slab + panel * panel_columns * here);
        };
        if (tasks_wanted > 1)
          parallel_tasks(panels, pack);
        else
          for (Index panel = 0; panel < panels; ++panel) pack(panel);
      }
      const Index groups = std::clamp(ceil_divide(tasks_wanted, row_blocks), Index{1}, panels);
      const auto task = [&](Index index) {
        thread_local Workspace block_space, panel_space;
        const Index block = index / groups, group = index % groups;
        const Index row = block * m / row_blocks, rows = (block + 1) * m / row_blocks - row;
        ConstMatrix a_block = from(a_part, row, 0);
        if (pack_a) a_block = pack_block(rows, here, a_block, block_space.reserve(rows * here));
        for (Index panel = group * panels / groups; panel < (group + 1) * panels / groups; ++panel) {
          const Index column = panel * panel_columns, columns = std::min(panel_columns, width - column);
          const ConstMatrix b_panel = from(b_part, 0, column);
          const bool whole = columns % lanes == 0;
          const Scalar* packed = slab + panel * panel_columns * here;
          Index b_row = ceil_divide(columns, lanes) * lanes;
          if (slab == nullptr) {
            if (!pack_b && whole && b.column_stride == 1) {
              packed = b_panel.data;
              b_row = b.row_stride;
            } else {
              Scalar* space = panel_space.reserve(here * panel_columns);
              pack_panel(here, columns, b_panel, b_row, space);
              packed = space;
            }
          }
          Scalar* target = c + row * c_row_stride + left + column;
          multiply_panel(rows, {here, a_block, packed, b_row, target, c_row_stride, columns,
                                finish.accumulate || top > 0});
          if (top + here == k) {
            apply_finish(rows, columns, target, c_row_stride,
                         finish.bias == nullptr ? nullptr : finish.bias + left + column, finish.activation);
          }
        }
      };
      const Index tasks = row_blocks * groups;
      if (tasks_wanted > 1)
        parallel_tasks(tasks, task);
      else
        for (Index i = 0; i < tasks; ++i) task(i);
      top += here;
    } while (top < k);
  }
}

void gemm_batch(Index count, Index m, Index n, Index k, ConstMatrix a, Index a_step, ConstMatrix b,
                Index b_step, Scalar* c, Index c_row_stride, Index c_step, const Finish& finish) {
  const Index work = m * n * k;
  const auto products = [&](Index first, Index last) {
    for (Index t = first; t < last; ++t) {
      gemm(m, n, k, {a.data + t * a_step, a.row_stride, a.column_stride},
           {b.data + t * b_step, b.row_stride, b.column_stride}, c + t * c_step, c_row_stride, finish);
    }
  };
  const Index tasks = std::min<Index>({count, 4 * thread_count(), count * work / worth_a_thread});
  if (count < 2 * thread_count() || tasks < 2) return products(0, count);
  parallel_tasks(tasks, [&](Index task) { products(task * count / tasks, (task + 1) * count / tasks); });
}

void naive_gemm(Index m, Index n, Index k, ConstMatrix a, ConstMatrix b, Scalar* c, Index c_row_stride,
                const Finish& finish) {
  for (Index i = 0; i < m; ++i) {
    for (Index j = 0; j < n; ++j) {
      Scalar sum = 0;
      for (Index p = 0; p < k; ++p) {
        sum +=
            a.data[i * a.row_stride + p * a.column_stride] * b.data[p * b.row_stride + j * b.column_stride];
      }
      if (finish.bias != nullptr) sum += finish.bias[j];
      if (finish.activation == Activation::relu) sum = sum < 0 ? 0 : sum;
      if (finish.activation == Activation::gelu) sum *= (1 + std::erf(sum / std::sqrt(Scalar{2}))) / 2;
      Scalar& target = c[i * c_row_stride + j];
      target = finish.accumulate ? target + sum : sum;
    }
  }
}

}  // namespace heed
