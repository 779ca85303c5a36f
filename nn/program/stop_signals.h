// Signals that stop training, which then saves.
#pragma once

#include <csignal>

namespace heed {

// The signal that came while a StopSignals was in scope, or 0.
extern volatile std::sig_atomic_t stop_signal;

// While it is in scope, what would end the program sets stop_signal: Ctrl-C, kill, a closed terminal, and a
// closed pipe behind standard output. A second Ctrl-C ends the program immediately.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  static constexpr int signals_[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
  void (*before_[4])(int);
};

}  // namespace heed
