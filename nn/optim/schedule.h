// Schedules: the learning rate as training goes on.
#pragma once

#include "tensor/ground/scalar.h"

#include <memory>
#include <string>

namespace heed {

class Schedule {
 public:
  virtual ~Schedule() = default;
  virtual double rate(Index step) const = 0;       // for step 1, 2, ...
  virtual void validated(double /*loss*/) {}       // after each validation
  virtual std::string save() const { return ""; }  // what a checkpoint must keep, as text
  virtual void restore(const std::string&) {}
};

// "constant"   base
// "noam"       base * min((step / warmup)^-1/2, step / warmup): rises for `warmup` steps, reaches base, then
// falls as
//              1 / sqrt(step) (Vaswani et al., 2017, 5.3, scaled so that base is the peak)
// "cosine"     rises for `warmup` steps, then falls to 0 at `total` along half a cosine (Loshchilov and
// Hutter, 2017) "plateau"    base, halved whenever a validation loss is no better than the best so far Throws
// for any other name.
std::unique_ptr<Schedule> make_schedule(const std::string& name, double base, Index warmup, Index total);

}  // namespace heed
