#include "nn/program/stop_signals.h"

#include <iterator>

namespace heed {

volatile std::sig_atomic_t stop_signal = 0;

static void remember(int signal) {
  stop_signal = signal;
  std::signal(signal, SIG_DFL);
}

StopSignals::StopSignals() {
  for (std::size_t i = 0; i < std::size(signals_); ++i) {
    before_[i] = std::signal(signals_[i], remember);
    // nohup makes programs ignore a closed terminal. (A script makes its background jobs ignore Ctrl-C, but
    // not so that `kill -INT` has no effect.)
    if (before_[i] == SIG_IGN && signals_[i] != SIGINT) std::signal(signals_[i], SIG_IGN);
  }
}

StopSignals::~StopSignals() {
  for (std::size_t i = 0; i < std::size(signals_); ++i) std::signal(signals_[i], before_[i]);
}

}  // namespace heed
