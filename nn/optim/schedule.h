// Schedules: the learning rate for each training step.
#pragma once

#include "tensor/ground/scalar.h"

#include <memory>
#include <string>

namespace heed {

class Schedule {
 public:
  virtual ~Schedule() = default;
  virtual double rate(Index step) const = 0;  // for step 1, 2, ...; there is no step 0
  virtual void validated(double /*loss*/) {}  // called after each validation
  // The state that a checkpoint must contain, as text, and reading it back: restore() throws if the text is
  // not a state of this kind of schedule. The state does not contain the base rate.
  virtual std::string save() const { return ""; }
  virtual void restore(const std::string& state);

 protected:
  [[noreturn]] static void fail_to_restore(const std::string& state);
};

// Makes a schedule by name:
//
//     "constant"  base
//     "noam"      base * min(step / warmup, (step / warmup)^-1/2): rises to base, then falls as 1 / sqrt(step)
//     "linear"    rises to base, then falls to 0 at step `total` along a straight line
//     "cosine"    rises to base, then falls to 0 at step `total` along half a cosine
//     "plateau"   base, halved after each validation whose loss is not lower than the lowest so far
//
// "noam", "linear" and "cosine" rise linearly for the first `warmup` steps. "noam" is from Vaswani et al.,
// 2017, section 5.3, scaled so that its peak is base; "cosine" is from Loshchilov and Hutter, 2017; "linear" is
// from Devlin et al., 2019, section A.2. Throws for any other name, and if the rate is
// not a number above 0 or a number of steps is negative.
std::unique_ptr<Schedule> make_schedule(const std::string& name, double base, Index warmup, Index total);

}  // namespace heed
