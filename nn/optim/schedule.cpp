#include "nn/optim/schedule.h"

#include "tensor/ground/error.h"
#include "tensor/shape.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>

namespace heed {

void Schedule::restore(const std::string& state) {
  if (!state.empty()) fail_to_restore(state);
}

void Schedule::fail_to_restore(const std::string& state) {
  fail("schedule: '", state, "' is not a saved state");
}

namespace {

double counted(Index step) {
  if (step < 1) fail("schedule: steps are counted from 1, so there is no step ", step);
  return static_cast<double>(step);
}

class Constant : public Schedule {
 public:
  explicit Constant(double base) : base_(base) {}
  double rate(Index step) const override {
    counted(step);
    return base_;
  }

 private:
  double base_;
};

class Noam : public Schedule {
 public:
  Noam(double base, Index warmup) : base_(base), warmup_(static_cast<double>(std::max(warmup, Index{1}))) {}
  double rate(Index step) const override {
    const double share = counted(step) / warmup_;
    return base_ * std::min(share, 1 / std::sqrt(share));
  }

 private:
  double base_, warmup_;
};

// Rises linearly to `base` for `warmup` steps, then falls to 0 at step `total`; a derived class says how.
class Decay : public Schedule {
 public:
  Decay(double base, Index warmup, Index total) : base_(base), warmup_(warmup), total_(total) {}
  double rate(Index step) const override {
    if (step <= warmup_) return base_ * counted(step) / static_cast<double>(warmup_);
    const double share =
        static_cast<double>(step - warmup_) / static_cast<double>(std::max(total_ - warmup_, Index{1}));
    return base_ * remaining(std::min(share, 1.0));
  }

 private:
  // The share of `base` that remains when this share of the decay is over; both are 0 to 1.
  virtual double remaining(double share) const = 0;

  double base_;
  Index warmup_, total_;
};

class LinearDecay : public Decay {
  using Decay::Decay;
  double remaining(double share) const override { return 1 - share; }
};

class CosineDecay : public Decay {
  using Decay::Decay;
  double remaining(double share) const override { return (1 + std::cos(std::numbers::pi * share)) / 2; }
};

class Plateau : public Schedule {
 public:
  explicit Plateau(double base) : base_(base) {}
  double rate(Index step) const override {
    counted(step);
    return base_ * share_;
  }
  void validated(double loss) override {
    if (loss < best_) {
      best_ = loss;
    } else {
      share_ /= 2;
    }
  }
  std::string save() const override {
    char line[64];
    std::snprintf(line, sizeof line, "%a %a", share_, best_);
    return line;
  }
  void restore(const std::string& state) override {
    double share = 0, best = 0;
    int end = 0;
    const bool read = std::sscanf(state.c_str(), "%la %la%n", &share, &best, &end) == 2 &&
                      static_cast<std::size_t>(end) == state.size();
    if (!read || !(share >= 0 && share <= 1) || std::isnan(best)) fail_to_restore(state);
    share_ = share;
    best_ = best;
  }

 private:
  double base_, share_ = 1;  // the rate is base_ * share_
  double best_ = std::numeric_limits<double>::infinity();
};

}  // namespace

std::unique_ptr<Schedule> make_schedule(const std::string& name, double base, Index warmup, Index total) {
  if (!(base > 0) || !std::isfinite(base)) fail("schedule: the rate must be a number above 0, not ", base);
  checked_size("schedule", "the number of warm-up steps", warmup);
  checked_size("schedule", "the number of steps", total);
  if (name == "constant") return std::make_unique<Constant>(base);
  if (name == "noam") return std::make_unique<Noam>(base, warmup);
  if (name == "linear") return std::make_unique<LinearDecay>(base, warmup, total);
  if (name == "cosine") return std::make_unique<CosineDecay>(base, warmup, total);
  if (name == "plateau") return std::make_unique<Plateau>(base);
  fail("schedule: '", name, "' is not one of constant, noam, linear, cosine, plateau");
}

}  // namespace heed
