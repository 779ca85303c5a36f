// Stopwatch: the time since it was made, and lap times. A test can replace its clock.
//
//     const Stopwatch watch;
//     train();
//     std::cout << watch.seconds() << " s\n";
#pragma once

#include "tensor/ground/error.h"

#include <chrono>
#include <cstdint>
#include <utility>

namespace heed {

using Nanoseconds = std::int64_t;  // integers, so that parts add up to their total without rounding
using Clock = Nanoseconds (*)();

inline Nanoseconds steady_clock() {
  return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class Stopwatch {
 public:
  explicit Stopwatch(Clock clock = steady_clock) : clock_(checked(clock)), start_(clock()), last_(start_) {}
  // The time since the last lap, or since the stopwatch was made.
  Nanoseconds lap() {
    const Nanoseconds now = clock_();
    return now - std::exchange(last_, now);
  }
  Nanoseconds total() const { return last_ - start_; }  // from the start to the last lap
  // The time in seconds since the stopwatch was made; laps do not change it.
  double seconds() const { return 1e-9 * static_cast<double>(clock_() - start_); }

 private:
  static Clock checked(Clock clock) {
    if (!clock) fail("stopwatch: the clock is empty");
    return clock;
  }

  Clock clock_;
  Nanoseconds start_, last_;
};

}  // namespace heed
