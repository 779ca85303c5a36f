// The limits of this machine, measured: the other results of the bench are compared with them.
#pragma once

namespace heed {

struct Limit {
  // Multiply-adds of Scalars, on one thread and on all of thread_count(). A product of (m, k) by (k, n) takes
  // m n k of them.
  double multiply_adds_per_second_one, multiply_adds_per_second_all;
  // Bytes read from memory too large for the caches.
  double bytes_per_second_one, bytes_per_second_all;
  // The time of a signal from one thread to another and back, through a number in memory that both read. On a
  // virtual machine this may change from minute to minute with the cores that the host assigns, and so does
  // the gain from a second thread.
  double seconds_per_round_trip;
};

Limit measure_limit();  // takes about half a second

}  // namespace heed
