// A line with the progress of a long job, redrawn in place in a terminal.
#pragma once

#include "tensor/ground/scalar.h"
#include "tensor/ground/stopwatch.h"

#include <string>

namespace heed {

class Progress {
 public:
  // `visible` is usually whether standard error is a terminal; if not, nothing is drawn.
  explicit Progress(bool visible);
  ~Progress();
  // "epoch 3  [#####-----]  120/250  loss 2.310  8,400 tokens/s  14 s left". Redraws the line at most ten
  // times per second.
  void show(const std::string& title, Index done, Index total, double loss, double tokens_per_second,
            double seconds_left);
  void clear();

 private:
  bool visible_, drawn_ = false;
  Stopwatch stopwatch_;
  double due_ = 0;  // on the stopwatch: when the line may be drawn again
};

}  // namespace heed
