// The matrix product in the order that suits the machine. A processor multiplies far faster than
// memory delivers, so every value that has been loaded must be used many times:
//
//         B, k x n                        one tile: tile_rows x 2 vectors of C, whose sums stay in
//      +-------+-------+---               registers while k runs. One step of k loads 2 vectors of
//      | panel | panel |    <- slab:      B's panel and tile_rows single values of A, and does
//      |   |   |       |    `depth`       2 x tile_rows vector multiply-adds with them.
//      +---|---+-------+--- rows of B
//          v                              panel: its depth x 2 vectors stay in the L1 cache while
//   A, m x k                              the kernel computes the tiles of one block of rows.
//  +------+  +------+------+---
//  | ---> |  | tile | tile |              block: block_rows rows of A stay in the L2 cache while
//  | ---> |  +------+------+---           the kernel uses one group of panels.
//  +------+  | tile | tile |  C, m x n
//   a block  +------+------+---           slab: a block of k. Threads share out C, a part of the
//                                         rows times a group of panels, but never k.
//
// Each thread packs the panels that it needs. Cores may be far apart, and packing a panel twice is
// faster than fetching it from another core.
//
// B's values are needed as vectors, so parts of B that are not contiguous are packed first. A's
// values are needed one by one, so A may have any strides and is never copied. A panel at the edge
// is padded with zeros; a tile at the lower edge uses a kernel with fewer rows.
//
// Within a slab, every element of C is one chain c = c + a b over k in order, the first chain starting
// from the bias, in every kernel and on every thread. The sums of the slabs are added in C, and after
// every max_slabs slabs C moves to a total in double (tensor/raw/fold.h). Therefore neither the number
// of threads nor the other rows of a batch change a bit, and a long sum loses no precision.
#include "tensor/raw/gemm.h"

#include "tensor/ground/threads.h"
#include "tensor/ground/work.h"
#include "tensor/raw/fold.h"
#include "tensor/raw/pack.h"
#include "tensor/raw/vector.h"

#include <array>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <utility>

namespace heed::kernel {
namespace {

// The sizes in the picture, for caches of 32 KB (L1) and 512 KB or more (L2) per core.
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr Index tile_rows = 8;  // 16 sums in 32 vector registers
#else
constexpr Index tile_rows = 6;  // 12 sums in 16
#endif
constexpr Index panel_columns = 2 * lanes, block_rows = 128, depth = 512, max_slabs = sum_block;
constexpr Index fits_l2 = Index{512} * 1024 / static_cast<Index>(sizeof(Scalar));
// In multiply-adds: the work that is worth a task of its own, about a microsecond, and the fixed
// cost of a call, even for the smallest product.
constexpr Index worth_a_task = multiply_adds_per_operation * worth_a_thread, call_costs = 1 << 13;

constexpr Index ceil_divide(Index x, Index y) { return (x + y - 1) / y; }

// The part of C that a kernel computes: `columns` <= 2 lanes columns, and the kernel's number of rows.
struct Tile {
  Index k;
  ConstMatrix a;
  const Scalar* b;  // rows of whole vectors, b_row_stride apart
  Index b_row_stride;
  Scalar* c;
  Index c_row_stride, columns;
  // Each sum begins with the bias if there is one, otherwise with 0. It is added to C's value if
  // `accumulate`, and otherwise replaces it.
  bool accumulate;
  const Scalar* bias;
};

template <int rows, int vectors>
void multiply_tile(const Tile& t) {
  const auto columns = [&t](int vector) { return std::min(lanes, t.columns - vector * lanes); };
  Vector sum[rows][vectors] = {};
  if (t.bias != nullptr) {
#pragma GCC unroll 2
    for (int j = 0; j < vectors; ++j) {
      const Vector bias = load_part(t.bias + j * lanes, columns(j));
#pragma GCC unroll 8
      for (int i = 0; i < rows; ++i) sum[i][j] = bias;
    }
  }
  const Scalar *a = t.a.data, *b = t.b;
  const Index a_row = t.a.row_stride, a_column = t.a.column_stride, b_row = t.b_row_stride;
  for (Index p = 0; p < t.k; ++p, a += a_column, b += b_row) {
    Vector b_p[vectors];
#pragma GCC unroll 2
    for (int j = 0; j < vectors; ++j) b_p[j] = load(b + j * lanes);
#pragma GCC unroll 8
    for (int i = 0; i < rows; ++i) {
#pragma GCC unroll 2
      for (int j = 0; j < vectors; ++j) sum[i][j] += a[i * a_row] * b_p[j];
    }
  }
  // The compiler would keep addresses of C in registers that the loop above needs. A fence makes it load
  // them afterwards, which makes the loop 5 % faster.
  std::atomic_signal_fence(std::memory_order_seq_cst);
  if (t.accumulate) {
#pragma GCC unroll 8
    for (int i = 0; i < rows; ++i) {
#pragma GCC unroll 2
      for (int j = 0; j < vectors; ++j) {
        sum[i][j] += load_part(t.c + i * t.c_row_stride + j * lanes, columns(j));
      }
    }
  }
#pragma GCC unroll 8
  for (int i = 0; i < rows; ++i) {
#pragma GCC unroll 2
    for (int j = 0; j < vectors; ++j) {
      store_part(t.c + i * t.c_row_stride + j * lanes, sum[i][j], columns(j));
    }
  }
}

// kernels[rows - 1][vectors - 1]
template <int... i>
constexpr auto all_kernels(std::integer_sequence<int, i...>) {
  using Kernel = void (*)(const Tile&);
  return std::array<std::array<Kernel, 2>, sizeof...(i)>{
      {{{multiply_tile<i + 1, 1>, multiply_tile<i + 1, 2>}}...}};
}
constexpr auto kernels = all_kernels(std::make_integer_sequence<int, int{tile_rows}>());

// m rows of A times a panel, in tiles with nearly equal numbers of rows. `t` is the first tile.
void multiply_panel(Index m, Tile t) {
  const Index rows = ceil_divide(m, ceil_divide(m, tile_rows));
  const auto vectors = static_cast<std::size_t>(ceil_divide(t.columns, lanes));
  for (Index i = 0; i < m; i += rows) {
    const Index here = std::min(rows, m - i);
    if (i + rows < m) {  // prefetch C's next tile while this one is computed
      for (Index r = 0; r < rows; ++r) {
        const Scalar* next = t.c + (here + r) * t.c_row_stride;
        __builtin_prefetch(next, 1);
        __builtin_prefetch(next + t.columns - 1, 1);
      }
    }
    if (here == 1 && vectors == 1) {
      // GCC, tuned for some machines, would split the multiply-add of a single chain of sums into
      // two roundings. Computing the same row twice makes two chains, so that this row has the same
      // bits as its neighbours.
      t.a.row_stride = t.c_row_stride = 0;
      kernels[1][0](t);
      return;
    }
    kernels[static_cast<std::size_t>(here - 1)][vectors - 1](t);
    t.a.data += here * t.a.row_stride;
    t.c += here * t.c_row_stride;
  }
}

// Applies the activation while the panel of C is still in the cache.
void activate(Index m, Index n, Scalar* c, Index c_row_stride, Activation activation) {
  if (activation == Activation::none) return;
  for (Index i = 0; i < m; ++i, c += c_row_stride) {
    if (activation == Activation::relu) {
      for (Index j = 0; j < n; ++j) c[j] = c[j] < 0 ? 0 : c[j];
    } else {
      for (Index j = 0; j < n; ++j) c[j] = fast::gelu(c[j]);
    }
  }
}

// How a product is divided into tasks: `parts` of the rows times `groups` of panels.
struct Grid {
  Index parts, groups;
  bool by_rows;  // whether a thread's tasks are neighbours among the rows or among the columns
};

// A few tasks for each thread. The longer side of C is divided, so that the threads share little
// data. A group's panels fit half of the L2 cache.
Grid divide(Index m, Index n, Index depth_here) {
  const Index panels = ceil_divide(n, panel_columns), blocks = ceil_divide(m, block_rows);
  const Index wanted = std::clamp(m * n * depth_here / worth_a_task, Index{1}, Index{4} * thread_count());
  const Index at_once = std::max(Index{1}, fits_l2 / std::max(Index{1}, depth_here * panel_columns));
  const Index fewest = ceil_divide(panels, at_once);
  if (m > n) {
    const Index parts = std::clamp(ceil_divide(wanted, fewest), Index{1}, blocks);
    return {parts, std::clamp(ceil_divide(wanted, parts), fewest, panels), true};
  }
  const Index groups = std::clamp(wanted, fewest, panels);
  return {std::clamp(ceil_divide(wanted, groups), Index{1}, blocks), groups, false};
}

// A thread's packed panels with their slab and group: another part of the same slab and
// group uses them again.
struct Packed {
  Workspace space;
  std::uint64_t slab = 0;
  Index group = 0;
};
std::atomic<std::uint64_t> slabs{0};

// Calls task(i) for i in [0, tasks), on several threads if the work is enough for two tasks.
template <class F>
void share_out(Index tasks, Index work, F&& task) {
  if (work >= 2 * worth_a_task) return parallel_tasks(tasks, task);
  for (Index i = 0; i < tasks; ++i) task(i);
}

// A product with more slabs than a running sum may take: in parts, between which C moves to totals in double.
void gemm_in_parts(Index m, Index n, Index k, ConstMatrix a, ConstMatrix b, Scalar* c, Index c_row_stride,
                   const Finish& finish) {
  LongFold sums(c, m, n, c_row_stride);
  for (Index top = 0; top < k; top += max_slabs * depth) {
    if (top > 0) sums.move_to_totals();
    gemm(m, n, std::min(max_slabs * depth, k - top), block_at(a, 0, top), block_at(b, top, 0), c,
         c_row_stride,
         {.accumulate = finish.accumulate || top > 0, .bias = top == 0 ? finish.bias : nullptr});
  }
  sums.finish();
  activate(m, n, c, c_row_stride, finish.activation);
}

}  // namespace

// The loops of the picture, from the outside in: slabs, tasks, blocks, panels. A little longer than
// other functions, so that the five loops can be read in one place.
void gemm(Index m, Index n, Index k, ConstMatrix a, ConstMatrix b, Scalar* c, Index c_row_stride,
          const Finish& finish) {
  if (m <= 0 || n <= 0) return;
  if (n == 1 && m > 1 && c_row_stride == 1 && finish.bias == nullptr) {  // a column: C^T = B^T A^T is a row
    return gemm(1, m, k, transposed(b), transposed(a), c, m, finish);
  }
  if (k > max_slabs * depth) return gemm_in_parts(m, n, k, a, b, c, c_row_stride, finish);
  count_multiply_adds(m * n * k);
  // B is read in place if its rows are contiguous and packing would not pay: because few rows of A
  // use it, or because a slab of it fits the L2 cache.
  const bool in_place = b.column_stride == 1 && (m <= block_rows || std::min(k, depth) * n <= fits_l2);
  const Index panels = ceil_divide(n, panel_columns);
  const auto columns_of = [=](Index panel) { return std::min(panel_columns, n - panel * panel_columns); };
  const auto stride_of = [=](Index panel) { return ceil_divide(columns_of(panel), lanes) * lanes; };

  for (Index top = 0; top == 0 || top < k; top += depth) {
    const Index here = std::min(depth, k - top);
    const Grid grid = divide(m, n, here);
    const std::uint64_t slab = grid.parts > 1 ? ++slabs : 0;
    share_out(grid.parts * grid.groups, m * n * here, [&](Index task) {
      const Index part = grid.by_rows ? task / grid.groups : task % grid.parts,
                  group = grid.by_rows ? task % grid.groups : task / grid.parts;
      const Index first_panel = group * panels / grid.groups, last_panel = (group + 1) * panels / grid.groups;
      const Index first_row = part * m / grid.parts, rows = (part + 1) * m / grid.parts - first_row;
      thread_local Packed packed;
      Scalar* const space =
          in_place ? nullptr : packed.space.reserve((last_panel - first_panel) * here * panel_columns);
      const auto place_of = [&](Index panel) { return space + (panel - first_panel) * here * panel_columns; };
      if (!in_place && (slab == 0 || packed.slab != slab || packed.group != group)) {
        for (Index panel = first_panel; panel < last_panel; ++panel) {
          pack_panel(here, columns_of(panel), block_at(b, top, panel * panel_columns), stride_of(panel),
                     place_of(panel));
        }
        packed.slab = slab;
        packed.group = group;
      }
      const Index blocks = ceil_divide(rows, block_rows);
      for (Index block = 0; block < blocks; ++block) {
        const Index row = first_row + block * rows / blocks,
                    height = first_row + (block + 1) * rows / blocks - row;
        for (Index panel = first_panel; panel < last_panel; ++panel) {
          const Index column = panel * panel_columns, columns = columns_of(panel);
          Tile tile{here,
                    block_at(a, row, top),
                    nullptr,
                    stride_of(panel),
                    c + row * c_row_stride + column,
                    c_row_stride,
                    columns,
                    finish.accumulate || top > 0,
                    finish.bias == nullptr || top > 0 ? nullptr : finish.bias + column};
          if (!in_place) {
            tile.b = place_of(panel);
          } else if (columns == tile.b_row_stride) {
            tile.b = block_at(b, top, column).data;
            tile.b_row_stride = b.row_stride;
          } else {  // the last panel: a vector must not read beyond B's rows
            Scalar* const edge = packed.space.reserve(here * panel_columns);
            pack_panel(here, columns, block_at(b, top, column), tile.b_row_stride, edge);
            tile.b = edge;
          }
          multiply_panel(height, tile);
          if (top + here == k) activate(height, columns, tile.c, c_row_stride, finish.activation);
        }
      }
    });
  }
}

// Each thread computes whole products if there are many small ones. If there are a few large ones,
// gemm divides each product among the threads.
void gemm_batch(Index count, Index m, Index n, Index k, ConstMatrix a, Index a_step, ConstMatrix b,
                Index b_step, Scalar* c, Index c_row_stride, Index c_step, const Finish& finish) {
  const auto products = [&](Index first, Index last) {
    for (Index t = first; t < last; ++t) {
      gemm(m, n, k, {a.data + t * a_step, a.row_stride, a.column_stride},
           {b.data + t * b_step, b.row_stride, b.column_stride}, c + t * c_step, c_row_stride, finish);
    }
  };
  if (count < 8 * thread_count()) return products(0, count);
  parallel_runs(count, (m * n * k + call_costs) / multiply_adds_per_operation, products);
}

}  // namespace heed::kernel
