// Threads that share out loops. Every loop here is split over its OUTPUT, never over a sum, and each index is
// computed by the same instructions whoever gets it, so the results are the same bits for any number of
// threads.
#pragma once

#include "tensor/ground/scalar.h"

#include <algorithm>
#include <memory>
#include <type_traits>

namespace heed {

int thread_count();                // how many threads share a loop; at first as many as the machine has cores
void set_thread_count(int count);  // 1 or more; not from within a parallel loop

namespace detail {
// Calls body(context, first, last) on the pieces [0, piece), [piece, 2 piece), ... of [0, count), on up to
// thread_count() threads, and returns when all are done.
void run_in_parallel(Index count, Index piece, void (*body)(void*, Index, Index), void* context);

template <class F>
void run_pieces(Index count, Index piece, F& f) {
  run_in_parallel(
      count, piece, [](void* context, Index first, Index last) { (*static_cast<F*>(context))(first, last); },
      const_cast<void*>(static_cast<const void*>(std::addressof(f))));
}
}  // namespace detail

// What is worth a thread: `cost_per_index` counts simple operations on one element (an addition with its load
// and store is 1, an exponential about 4), and fewer than 16384 of them together, a few microseconds, are
// done sooner by the calling thread than by waking another one. The result is the grain of parallel_for.
inline Index grain_for(Index cost_per_index) {
  return std::max(Index{1}, 16384 / std::max(Index{1}, cost_per_index));
}

// f(first, last) for pieces that cover [0, count). `grain`: up to so many indices are not worth sharing, such
// a small loop stays on the calling thread. Pieces begin at multiples of 16, save for that, where they begin
// means nothing. An f that itself calls a parallel loop runs that inner loop alone. f must not throw.
template <class F>
void parallel_for(Index count, Index grain, F&& f) {
  const Index threads = thread_count();
  if (count <= grain || threads == 1) {
    if (count > 0) f(Index{0}, count);
    return;
  }
  // A few pieces for each thread, so that one which is held up can be helped; about as many for each.
  Index pieces = (count + grain - 1) / grain;
  if (pieces > threads) pieces = std::min(pieces / threads, Index{4}) * threads;
  const Index piece = (count + pieces - 1) / pieces;
  detail::run_pieces(count, (piece + 15) / 16 * 16, f);
}

// f(i) for every i in [0, count), each i a piece of its own: for few tasks of much work.
template <class F>
void parallel_tasks(Index count, F&& f) {
  auto piece = [&f](Index first, Index last) {
    for (Index i = first; i < last; ++i) f(i);
  };
  if (count <= 1 || thread_count() == 1) return piece(0, count);
  detail::run_pieces(count, 1, piece);
}

}  // namespace heed
