// Multiply-adds: a loop of only multiply-adds, on values that stay in registers, in enough independent chains
// that no instruction waits for the previous one. Memory: a sum over an array several times as large as the
// largest cache. Both report the best of several short runs, because disturbances can only slow a run down.
// Round trip: two threads, each of which waits for the other's next number.
#include "tests/bench/limit.h"

#include "tensor/ground/stopwatch.h"
#include "tensor/ground/threads.h"
#include "tensor/raw/vector.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace heed {
namespace {

using namespace kernel;

thread_local volatile Scalar sink;  // receives the results, so that the compiler cannot remove the work

// Runs the same job on each of `threads` threads at once, `rounds` times; the minimum time of a round, in s.
template <class Job>
double least_time(int threads, int rounds, Job job) {
  const int before = thread_count();
  set_thread_count(threads);
  double least = 1e30;
  for (int round = 0; round < rounds; ++round) {
    const Stopwatch watch;
    parallel_tasks(threads, job);
    least = std::min(least, watch.seconds());
  }
  set_thread_count(before);
  return least;
}

constexpr int turns = 1 << 20, chains = 10;  // 10 chains cover a latency of 5 cycles on two units

void multiply_add(Index) {
  Vector sum[chains], x = {}, y = {};
  for (int i = 0; i < chains; ++i) sum[i] = x + static_cast<Scalar>(i);
  x += Scalar{0.5};
  y += static_cast<Scalar>(1e-3);
  for (int turn = 0; turn < turns; ++turn) {
    for (int i = 0; i < chains; ++i) sum[i] = sum[i] * x + y;
  }
  for (int i = 1; i < chains; ++i) sum[0] += sum[i];
  sink = sum[0][0];
}

double round_trip() {
  constexpr int trips = 2000;
  alignas(64) std::atomic<int> ball{0};
  const auto play = [&ball](int mine) {
    for (int i = mine; i < 2 * trips; i += 2) {
      for (int waited = 0; ball.load() != i; ++waited) {
        if (waited > 100000) std::this_thread::yield();  // the other thread needs this core
      }
      ball.store(i + 1);
    }
  };
  const Stopwatch watch;
  std::thread other(play, 1);
  play(0);
  other.join();
  return watch.seconds() / trips;
}

}  // namespace

Limit measure_limit() {
  const int all = thread_count();
  const double multiply_adds = static_cast<double>(turns) * chains * static_cast<double>(lanes);

  constexpr Index size = Index{24} << 20;  // 96 megabytes of floats
  const std::vector<Scalar> numbers(static_cast<std::size_t>(size), 1);
  const auto read_share = [&numbers](Index share, Index shares) {
    const Index last = (share + 1) * (size / shares) - 4 * lanes;
    Vector sum[4] = {};
    for (Index i = share * (size / shares); i <= last; i += 4 * lanes) {
      for (int j = 0; j < 4; ++j) sum[j] += load(&numbers[static_cast<std::size_t>(i + j * lanes)]);
    }
    sink = (sum[0] + sum[1] + sum[2] + sum[3])[0];
  };
  const double bytes = static_cast<double>(size) * sizeof(Scalar);

  Limit limit{};
  limit.multiply_adds_per_second_one = multiply_adds / least_time(1, 20, multiply_add);
  limit.multiply_adds_per_second_all = all * multiply_adds / least_time(all, 20, multiply_add);
  limit.bytes_per_second_one = bytes / least_time(1, 5, [&](Index) { read_share(0, 1); });
  limit.bytes_per_second_all = bytes / least_time(all, 5, [&](Index share) { read_share(share, all); });
  limit.seconds_per_round_trip = std::min({round_trip(), round_trip(), round_trip()});
  return limit;
}

}  // namespace heed
