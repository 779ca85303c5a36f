// What this machine can do at most, measured: the yardstick for every other number of the bench.
#pragma once

namespace heed {

struct Limit {
  // Multiply-adds of Scalars, on one thread and on all of thread_count(). A product of (m, k) by (k, n) takes
  // m n k of them.
  double multiply_adds_per_second_one, multiply_adds_per_second_all;
  // Bytes read from memory too large for the caches.
  double bytes_per_second_one, bytes_per_second_all;
  // From one thread to another and back, through a number in memory that both look at. On a virtual machine
  // this may change from minute to minute, with the cores that the host gives it,
  // and with it the worth of a second thread.
  double seconds_per_round_trip;
};

Limit measure_limit();  // takes about half a second

}  // namespace heed
