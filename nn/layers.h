// The small layers that all other modules are built from. A constructor throws, naming its layer, if a size is
// less than 1 or an option is outside its range.
#pragma once

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/attention.h"
#include "autograd/operations/products.h"
#include "nn/module.h"
#include "tensor/random.h"
#include "tensor/token_matrix.h"

namespace heed {

// y = x Wᵀ + b: (..., inputs) -> (..., outputs). The weight starts as Glorot and Bengio (2010) advise, and the
// bias at 0.
class Linear : public Module {
 public:
  Linear(Index inputs, Index outputs, Rng& rng, bool with_bias = true);
  // A layer without bias that shares its weight (outputs, inputs) with another module: tied weights.
  explicit Linear(const Parameter& shared) : weight(*this, "weight", shared) {}
  Variable operator()(const Variable& x) const { return linear(x, weight, bias ? *bias : Variable()); }

  Parameter weight;                 // (outputs, inputs)
  std::unique_ptr<Parameter> bias;  // (outputs), or none
};

// A vector for each word: token ids (batch, time) -> (batch, time, size). The entries start normally
// distributed with the given standard deviation; 0 means 1 / sqrt(size), which gives each vector a norm of
// about 1. The vector of the token `padding` is 0 and is not trained; -1: no padding.
class Embedding : public Module {
 public:
  Embedding(Index words, Index size, Rng& rng, Token padding = -1, double deviation = 0);
  // An embedding that shares its weight (words, size) with another module.
  explicit Embedding(const Parameter& shared, Token padding = -1)
      : weight(*this, "weight", shared), padding_(padding) {}
  Variable operator()(const TokenMatrix& tokens) const;

  Parameter weight;  // (words, size)

 private:
  Token padding_;
};

// In training, sets elements to 0 with the given probability p, 0 <= p < 1, and multiplies the others by 1 / (1 - p). In
// evaluation it changes nothing. Keeps `rng` for the draws.
class Dropout : public Module {
 public:
  Dropout(double probability, Rng& rng);
  Variable operator()(const Variable& x) const;
  // The next draw, for attention(), which applies dropout to its weights as it computes them.
  DropoutMask draw() const;

 private:
  double probability_;
  Rng& rng_;
};

// A normalisation of the vectors on the last axis: (..., size) -> the same shape.
class Norm : public Module {
 public:
  virtual Variable operator()(const Variable& x) const = 0;
};

// Layer normalisation over the last axis (Ba, Kiros and Hinton, 2016), with learned gain and shift, named
// weight and bias as in PyTorch.
class LayerNorm : public Norm {
 public:
  explicit LayerNorm(Index size, double epsilon = 1e-5);
  Variable operator()(const Variable& x) const override;

  Parameter weight, bias;  // (size)

 private:
  double epsilon_;
};

// Divides each vector by its root mean square (Zhang and Sennrich, 2019): x / sqrt(mean(x²) + epsilon) * weight. Without a
// gain, there is no weight.
class RMSNorm : public Norm {
 public:
  explicit RMSNorm(Index size, bool with_gain = true, double epsilon = 1e-5);
  Variable operator()(const Variable& x) const override;

  std::unique_ptr<Parameter> weight;  // (size), or none

 private:
  Index size_;
  double epsilon_;
};

enum class NormKind { layer, rms, rms_without_gain };
std::unique_ptr<Norm> make_norm(NormKind kind, Index size);

// Runs layers one after the other. add<Layer>(arguments...) makes a layer, and add(function) adds a
// function between two layers.
class Sequential : public Module {
 public:
  template <class Layer, class... Arguments>
  Layer& add(Arguments&&... arguments) {
    Layer& layer = layers_.add<Layer>(std::forward<Arguments>(arguments)...);
    const std::string name = "layers." + std::to_string(layers_.size() - 1);
    steps_.push_back([&layer, name](const Variable& x) {
      const Scope scope(name);
      return layer(x);
    });
    return layer;
  }
  void add(std::function<Variable(const Variable&)> function);
  Variable operator()(const Variable& x) const;

 private:
  Children<Module> layers_{*this, "layers"};
  std::vector<std::function<Variable(const Variable&)>> steps_;
};

enum class Nonlinearity { relu, gelu };

// The Transformer's position-wise block (Vaswani et al., 2017, 3.3): linear2(dropout(f(linear1(x)))).
class FeedForward : public Module {
 public:
  FeedForward(Index size, Index hidden, double dropout_probability, Nonlinearity f, Rng& rng,
              bool with_bias = true);
  Variable operator()(const Variable& x) const;

  Child<Linear> linear1, linear2;
  Child<Dropout> dropout;

 private:
  Nonlinearity nonlinearity_;
};

}  // namespace heed
