// Threads that share the work of loops. Every loop here is split over its OUTPUT, never over a sum, and each
// index is computed by the same instructions on whichever thread, so the results are the same bits for any
// number of threads.
#pragma once

#include "tensor/ground/scalar.h"

#include <algorithm>
#include <memory>
#include <type_traits>

namespace heed {

// The number of threads that share a loop, the caller's included. At first it is the environment variable
// HEED_THREADS or, without one, the number of the machine's cores.
int thread_count();
constexpr int max_thread_count = 1024;
void set_thread_count(int count);  // 1 to max_thread_count; not from within a parallel loop

namespace detail {
// The number of threads to begin with, given the text of HEED_THREADS or nullptr. Throws if the text is not a
// number from 1 to max_thread_count.
int initial_thread_count(const char* setting);

// Calls body(context, first, last) for the pieces [0, piece), [piece, 2 piece), ... of [0, count), on up to
// thread_count() threads, and returns when all are done.
void run_in_parallel(Index count, Index piece, void (*body)(void*, Index, Index), void* context);

[[noreturn]] void fail_grain(Index grain);

template <class F>
void run_pieces(Index count, Index piece, F& f) {
  run_in_parallel(
      count, piece, [](void* context, Index first, Index last) { (*static_cast<F*>(context))(first, last); },
      const_cast<void*>(static_cast<const void*>(std::addressof(f))));
}
}  // namespace detail

// How much work is worth a thread. Costs are counted in simple operations on one element: an addition with
// its load and store is 1, an exponential about 4, a multiply-add of a matrix product a quarter.
// The calling thread finishes fewer than `worth_a_thread` operations, a few microseconds, sooner
// than it could wake another thread.
inline constexpr Index worth_a_thread = 16384, multiply_adds_per_operation = 4;

// The grain of a parallel loop over indices that cost so much each.
inline Index grain_for(Index cost_per_index) {
  return std::max(Index{1}, worth_a_thread / std::max(Index{1}, cost_per_index));
}

// Calls f(first, last) for pieces that cover [0, count). A loop of up to `grain` indices stays on the calling
// thread, because sharing it would cost more than it saves. Pieces begin at multiples of 16; do not rely on
// their positions otherwise. If f itself calls a parallel loop, that inner loop runs on f's thread alone. f
// must not throw. Throws if the grain is less than 1.
template <class F>
void parallel_for(Index count, Index grain, F&& f) {
  if (grain < 1) [[unlikely]]
    detail::fail_grain(grain);
  const Index threads = thread_count();
  if (count <= grain || threads == 1) {
    if (count > 0) f(Index{0}, count);
    return;
  }
  // A few pieces for each thread, so that the others can help a thread that is held up.
  Index pieces = (count - 1) / grain + 1;
  if (pieces > threads) pieces = std::min(pieces / threads, Index{4}) * threads;
  const Index piece = (count - 1) / pieces + 1;
  detail::run_pieces(count, (piece + 15) / 16 * 16, f);
}

// Calls f(i) for every i in [0, count), each i a piece of its own: for a few large tasks.
template <class F>
void parallel_tasks(Index count, F&& f) {
  auto piece = [&f](Index first, Index last) {
    for (Index i = first; i < last; ++i) f(i);
  };
  if (count <= 1 || thread_count() == 1) return piece(0, count);
  detail::run_pieces(count, 1, piece);
}

// Calls f(first, last) for runs of neighbours that cover [0, count), up to 8 runs for each thread:
// for indices that cost much and equally much, such as the heads of attention.
template <class F>
void parallel_runs(Index count, Index cost_per_index, F&& f) {
  const Index max_runs = std::max(Index{1}, std::min(count, Index{8} * thread_count()));
  const Index runs = std::clamp(count / grain_for(cost_per_index), Index{1}, max_runs);
  parallel_tasks(runs, [&](Index run) { f(run * count / runs, (run + 1) * count / runs); });
}

}  // namespace heed
