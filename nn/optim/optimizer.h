// Optimisers: how a gradient becomes a step. They change parameters in place and have a state of their own
// that a checkpoint must keep.
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

  // One step down the gradients; a parameter without a gradient stays as it is.
  virtual void step() = 0;
  void zero_grad();

  double learning_rate() const { return learning_rate_; }
  void set_learning_rate(double rate) { learning_rate_ = rate; }

  // The optimiser's own tensors by name ("first.0", "second.0" ..., and "steps"), and putting them back.
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
  double weight_decay = 0;  // AdamW's, apart from the gradient (Loshchilov and Hutter, 2019); 0 is plain Adam
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
  std::vector<Tensor> first_, second_;  // m and v
  Index steps_ = 0;
};

// The length of all gradients together, and scaling them down to `longest` where they are longer. Returns the
// length before; `each`, if given, receives that of every parameter's gradient, 0 for one without.
double clip_gradient_norm(std::vector<Variable>& parameters, double longest,
                          std::vector<double>* each = nullptr);

}  // namespace heed
