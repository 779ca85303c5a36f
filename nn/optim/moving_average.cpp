#include "nn/optim/moving_average.h"

#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"

#include <algorithm>

namespace heed {

MovingAverage::MovingAverage(const std::vector<Variable>& parameters, double decay)
    : parameters_(parameters), decay_(decay) {
  if (!(decay >= 0 && decay < 1))
    fail("moving average: the decay must be from 0 to less than 1, not ", decay);
  for (const Variable& parameter : parameters_) averages_.push_back(parameter.value().clone());
}

void MovingAverage::update(Index step) {
  const double t = static_cast<double>(step), d = std::min(decay_, (1 + t) / (10 + t));
  const auto keep = static_cast<Scalar>(d), add = static_cast<Scalar>(1 - d);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const Tensor values = parameters_[i].value().contiguous();
    const Scalar* const w = values.data();
    Scalar* const a = averages_[i].mutable_data();
    parallel_for(values.numel(), grain_for(4), [=](Index first, Index last) {
      for (Index j = first; j < last; ++j) a[j] = keep * a[j] + add * w[j];
    });
  }
}

void MovingAverage::swap() {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    Tensor values = parameters_[i].value();
    const Tensor copy = values.clone();
    values.copy_from(averages_[i]);
    averages_[i].copy_from(copy);
  }
}

std::vector<std::pair<std::string, Tensor>> MovingAverage::state() const {
  std::vector<std::pair<std::string, Tensor>> state;
  for (std::size_t i = 0; i < averages_.size(); ++i) state.emplace_back(std::to_string(i), averages_[i]);
  return state;
}

void MovingAverage::load_state(const std::vector<std::pair<std::string, Tensor>>& state) {
  const auto ours = this->state();
  if (state.size() != ours.size())
    fail("moving average: there are ", state.size(), " saved averages for ", ours.size(), " parameters");
  for (std::size_t i = 0; i < ours.size(); ++i) {
    if (state[i].first != ours[i].first || state[i].second.shape() != ours[i].second.shape())
      fail("moving average: saved tensor '", state[i].first, "' ", state[i].second.shape(), " instead of '",
           ours[i].first, "' ", ours[i].second.shape());
  }
  for (std::size_t i = 0; i < ours.size(); ++i) averages_[i].copy_from(state[i].second);
}

}  // namespace heed
