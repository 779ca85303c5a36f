// Optimisers: how a gradient becomes a step. They change parameters in place and have a state of their own,
// which a checkpoint must contain.
#pragma once

#include "autograd/variable.h"

#include <string>
#include <utility>
#include <vector>

namespace heed {

class Optimizer {
 public:
  Optimizer(std::vector<Variable> parameters, double learning_rate);
  virtual ~Optimizer() = default;

  // Takes one step against the gradients. A parameter without a gradient stays as it is.
  virtual void step() = 0;
  void zero_grad();

  double learning_rate() const { return learning_rate_; }
  void set_learning_rate(double rate) { learning_rate_ = rate; }

  // The optimiser's own tensors by name ("first.0", "second.0" ..., and "steps"). load_state() copies them
  // in, and throws if one is missing or has a different shape.
  virtual std::vector<std::pair<std::string, Tensor>> state() const = 0;
  virtual void load_state(const std::vector<std::pair<std::string, Tensor>>& state) = 0;

 protected:
  std::vector<Variable> parameters_;
  double learning_rate_;
};

// Stochastic gradient descent: v = momentum v + g,  p -= rate v.
class SGD : public Optimizer {
 public:
  SGD(std::vector<Variable> parameters, double learning_rate, double momentum = 0);
  void step() override;
  std::vector<std::pair<std::string, Tensor>> state() const override;
  void load_state(const std::vector<std::pair<std::string, Tensor>>& state) override;

 private:
  double momentum_;
  std::vector<Tensor> velocity_;
};

struct AdamOptions {
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  // AdamW's decay, separate from the gradient (Loshchilov and Hutter, 2019); 0 is plain Adam.
  double weight_decay = 0;
};

// Adam (Kingma and Ba, 2015): m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,
// p -= rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon), after p -= rate decay p.
class Adam : public Optimizer {
 public:
  Adam(std::vector<Variable> parameters, double learning_rate, const AdamOptions& options = {});
  void step() override;
  std::vector<std::pair<std::string, Tensor>> state() const override;
  void load_state(const std::vector<std::pair<std::string, Tensor>>& state) override;

 private:
  AdamOptions options_;
  std::vector<Tensor> first_, second_;  // the moments m and v of each parameter
  Index steps_ = 0;
};

// Scales all gradients down together if their common norm is greater than `max_norm`. Returns the norm before
// scaling. `norms`, if given, receives the norm of each parameter's gradient, 0 if it has none.
double clip_gradient_norm(const std::vector<Variable>& parameters, double max_norm,
                          std::vector<double>* norms = nullptr);

}  // namespace heed
