// A count of the work done: every matrix product adds to it; benches and profiles read it.
#pragma once

#include "tensor/ground/scalar.h"

#include <atomic>

namespace heed {

namespace detail {
inline std::atomic<Index> multiply_adds = 0;
}

inline void count_multiply_adds(Index count) {
  detail::multiply_adds.fetch_add(count, std::memory_order_relaxed);
}

// Multiply-adds of all matrix products since the program began, m n k for each.
inline Index multiply_adds() { return detail::multiply_adds.load(std::memory_order_relaxed); }

}  // namespace heed
