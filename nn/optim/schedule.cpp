#include "nn/optim/schedule.h"

#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>

namespace heed {
namespace {

class Constant : public Schedule {
 public:
  explicit Constant(double base) : base_(base) {}
  double rate(Index) const override { return base_; }

 private:
  double base_;
};

class Noam : public Schedule {
 public:
  Noam(double base, Index warmup) : base_(base), warmup_(static_cast<double>(std::max(warmup, Index{1}))) {}
  double rate(Index step) const override {
    const double share = static_cast<double>(step) / warmup_;
    return base_ * std::min(share, 1 / std::sqrt(share));
  }

 private:
  double base_, warmup_;
};

class Cosine : public Schedule {
 public:
  Cosine(double base, Index warmup, Index total) : base_(base), warmup_(warmup), total_(total) {}
  double rate(Index step) const override {
    if (step <= warmup_) return base_ * static_cast<double>(step) / static_cast<double>(warmup_);
    const double share =
        static_cast<double>(step - warmup_) / static_cast<double>(std::max(total_ - warmup_, Index{1}));
    return base_ * (1 + std::cos(std::numbers::pi * std::min(share, 1.0))) / 2;
  }

 private:
  double base_;
  Index warmup_, total_;
};

class Plateau : public Schedule {
 public:
  explicit Plateau(double base) : rate_(base) {}
  double rate(Index) const override { return rate_; }
  void validated(double loss) override {
    if (loss < best_) {
      best_ = loss;
    } else {
      rate_ /= 2;
    }
  }
  std::string save() const override {
    char line[64];
    std::snprintf(line, sizeof line, "%a %a", rate_, best_);
    return line;
  }
  void restore(const std::string& state) override {
    if (std::sscanf(state.c_str(), "%la %la", &rate_, &best_) != 2)
      fail("schedule: '", state, "' is not a saved state");
  }

 private:
  double rate_, best_ = std::numeric_limits<double>::infinity();
};

}  // namespace

std::unique_ptr<Schedule> make_schedule(const std::string& name, double base, Index warmup, Index total) {
  if (name == "constant") return std::make_unique<Constant>(base);
  if (name == "noam") return std::make_unique<Noam>(base, warmup);
  if (name == "cosine") return std::make_unique<Cosine>(base, warmup, total);
  if (name == "plateau") return std::make_unique<Plateau>(base);
  fail("schedule: '", name, "' is none of constant, noam, cosine, plateau");
}

}  // namespace heed
