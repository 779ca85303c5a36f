// A line that tells how far a long job has come: redrawn in place in a terminal, quiet elsewhere.
#pragma once

#include "tensor/ground/scalar.h"

#include <chrono>
#include <string>

namespace heed {

class Progress {
 public:
  explicit Progress(bool visible);  // usually: whether standard error is a terminal
  ~Progress();
  // "epoch 3  [#####-----]  120/250  loss 2.31  8,400 tokens/s  14 s left"; redraws at most ten times a
  // second.
  void show(const std::string& title, Index done, Index total, double loss, double tokens_per_second,
            double seconds_left);
  void clear();

 private:
  bool visible_, drawn_ = false;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace heed
