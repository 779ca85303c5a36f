// Stopwatch: how long since it was last asked. Its clock can be replaced, so that a test knows what time it
// is.
#pragma once

#include <chrono>
#include <cstdint>
#include <utility>

namespace heed {

using Nanoseconds = std::int64_t;  // whole ones, so that parts add up to their total without rounding
using Clock = Nanoseconds (*)();

inline Nanoseconds steady_clock() {
  return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class Stopwatch {
 public:
  explicit Stopwatch(Clock clock = steady_clock) : clock_(clock), start_(clock()), last_(start_) {}
  // Since the last lap, or since it was made.
  Nanoseconds lap() {
    const Nanoseconds now = clock_();
    return now - std::exchange(last_, now);
  }
  Nanoseconds total() const { return last_ - start_; }  // from its start to the last lap
  // Seconds since it was made, whatever laps were taken.
  double seconds() const { return 1e-9 * static_cast<double>(clock_() - start_); }

 private:
  Clock clock_;
  Nanoseconds start_, last_;
};

}  // namespace heed
