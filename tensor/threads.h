// Threads that share out loops. Every loop here is split over its OUTPUT, never over a sum, and each index is
// computed by the same instructions whoever gets it, so the results are the same bits for any number of
// threads.
#pragma once

#include "tensor/scalar.h"

#include <algorithm>
#include <memory>

namespace heed {

int thread_count();                // how many threads share a loop; at first as many as the machine has cores
void set_thread_count(int count);  // 1 or more

namespace detail {
// Calls body(context, first, last) on disjoint pieces that cover [0, count), on up to thread_count() threads.
void run_in_parallel(Index count, Index grain, void (*body)(void*, Index, Index), void* context);
}  // namespace detail

// f(first, last) for pieces that cover [0, count). `grain`: the fewest indices worth a piece of their own, so
// a small loop stays on the calling thread. Pieces begin at multiples of 16, save for that, where they begin
// means nothing. An f that itself calls parallel_for runs that inner loop alone. f must not throw.
template <class F>
void parallel_for(Index count, Index grain, F&& f) {
  if (count <= grain || thread_count() == 1) {
    if (count > 0) f(Index{0}, count);
    return;
  }
  detail::run_in_parallel(
      count, grain,
      [](void* context, Index first, Index last) {
        (*static_cast<std::remove_reference_t<F>*>(context))(first, last);
      },
      const_cast<void*>(static_cast<const void*>(std::addressof(f))));
}

}  // namespace heed
