// The exponential moving average of parameters over the steps of training: a smoother model than the last one.
//
//     a_t = d a_(t-1) + (1 - d) w_t        d = min(decay, (1 + t) / (10 + t))
//
// The average begins at the first parameters, w_0. So that it soon forgets them, the first steps have a smaller d.
#pragma once

#include "autograd/variable.h"

#include <string>
#include <utility>
#include <vector>

namespace heed {

class MovingAverage {
 public:
  // 0 <= decay < 1.
  MovingAverage(const std::vector<Variable>& parameters, double decay);

  void update(Index step);  // after step t = 1, 2, ...
  // Exchanges the parameters and their averages. To be called again before the next step.
  void swap();

  // The averages by name, "0", "1", ... load_state() copies them in; it throws, changing nothing, if a
  // name or a shape differs.
  std::vector<std::pair<std::string, Tensor>> state() const;
  void load_state(const std::vector<std::pair<std::string, Tensor>>& state);

 private:
  std::vector<Variable> parameters_;
  double decay_;
  std::vector<Tensor> averages_;
};

}  // namespace heed
