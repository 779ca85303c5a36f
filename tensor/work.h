// How much multiplying was done: every product of matrices adds to it, benches and profiles read it.
#pragma once

#include "tensor/scalar.h"

#include <array>
#include <atomic>

namespace heed {

namespace detail {
// A cache line each: threads that counted in one place would wait for it. With more threads than counters
// some share theirs.
struct alignas(64) Counter {
  std::atomic<Index> count = 0;
};
inline std::array<Counter, 64> counters;
inline std::atomic<unsigned> threads_that_count = 0;
inline thread_local Counter& my_counter = counters[threads_that_count++ % counters.size()];
}  // namespace detail

inline void count_multiply_adds(Index count) {
  detail::my_counter.count.fetch_add(count, std::memory_order_relaxed);
}

// Multiply-adds of all matrix products since the program began, m n k for each.
inline Index multiply_adds() {
  Index sum = 0;
  for (const detail::Counter& counter : detail::counters)
    sum += counter.count.load(std::memory_order_relaxed);
  return sum;
}

}  // namespace heed
