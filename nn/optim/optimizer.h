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
  // A parameter that is listed twice, because two modules share it, is stepped once. Throws if one is
  // undefined, or not a leaf that requires a gradient, and if the learning rate is not above 0.
  Optimizer(const std::vector<Variable>& parameters, double learning_rate);
  virtual ~Optimizer() = default;

  // Takes one step against the gradients. A parameter without a gradient stays as it is.
  virtual void step() = 0;
  void zero_grad();

  double learning_rate() const { return learning_rate_; }
  void set_learning_rate(double rate);  // 0 or more: a schedule may end at 0

  // The optimiser's own tensors by name ("first.0", "second.0" ..., and "steps"). load_state() copies them
  // in. It throws, and changes nothing, if a name is missing, unknown or there twice, if a shape differs, and if
  // a value is not one that steps can lead to. "steps" may be one number for all parameters, as in older files.
  virtual std::vector<std::pair<std::string, Tensor>> state() const = 0;
  virtual void load_state(const std::vector<std::pair<std::string, Tensor>>& state) = 0;

 protected:
  std::vector<Variable> parameters_;
  double learning_rate_;
};

// Stochastic gradient descent: v = momentum v + g,  p -= rate v.
class SGD : public Optimizer {
 public:
  // 0 <= momentum < 1.
  SGD(const std::vector<Variable>& parameters, double learning_rate, double momentum = 0);
  void step() override;
  std::vector<std::pair<std::string, Tensor>> state() const override;
  void load_state(const std::vector<std::pair<std::string, Tensor>>& state) override;

 private:
  double momentum_;
  std::vector<Tensor> velocity_;
};

struct AdamOptions {
  double beta1 = 0.9, beta2 = 0.999;  // 0 or more, and below 1
  double epsilon = 1e-8;              // 0 or more
  // AdamW's decay, separate from the gradient (Loshchilov and Hutter, 2019); 0 is plain Adam.
  double weight_decay = 0;
};

// Adam (Kingma and Ba, 2015): m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,
// p -= rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon), after p -= rate decay p. Here t counts the
// steps of each parameter: the steps in which it had a gradient.
class Adam : public Optimizer {
 public:
  Adam(const std::vector<Variable>& parameters, double learning_rate, const AdamOptions& options = {});
  void step() override;
  std::vector<std::pair<std::string, Tensor>> state() const override;
  void load_state(const std::vector<std::pair<std::string, Tensor>>& state) override;

 private:
  AdamOptions options_;
  std::vector<Tensor> first_, second_;  // the moments m and v of each parameter
  std::vector<Index> steps_;            // t of each parameter
};

// Scales all gradients down together if their common norm is greater than `max_norm`, which must be above 0;
// infinity only measures. Throws if a parameter is undefined. Returns the norm before scaling. A parameter that is listed twice counts once.
// `norms`, if given, receives the norm of each listed parameter's gradient, 0 if it has none.
double clip_gradient_norm(const std::vector<Variable>& parameters, double max_norm,
                          std::vector<double>* norms = nullptr);

}  // namespace heed
