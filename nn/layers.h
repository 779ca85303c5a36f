// The small layers that everything else is made of.
#pragma once

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/attention.h"
#include "autograd/operations/products.h"
#include "nn/module.h"
#include "tensor/random.h"
#include "tensor/token_matrix.h"

namespace heed {

// y = x Wᵀ + b: (..., inputs) -> (..., outputs). Weights start as Glorot and Bengio (2010) advise, the bias
// at 0.
class Linear : public Module {
 public:
  Linear(Index inputs, Index outputs, Rng& rng, bool with_bias = true);
  Variable operator()(const Variable& x) const { return linear(x, weight, bias ? *bias : Variable()); }

  Parameter weight;                 // (outputs, inputs)
  std::unique_ptr<Parameter> bias;  // (outputs), or none
};

// A vector for each word: tokens (batch, time) -> (batch, time, size). Starts normal with the
// given standard deviation; 0 stands for 1 / sqrt(size), by which each vector has a length of about 1.
// The vector of `padding` is 0 and stays so; -1 for no padding.
class Embedding : public Module {
 public:
  Embedding(Index words, Index size, Rng& rng, Token padding = -1, double deviation = 0);
  Variable operator()(const TokenMatrix& tokens) const;

  Parameter weight;  // (words, size)

 private:
  Token padding_;
};

// While training, sets numbers to 0 with probability p and scales the others up; in evaluation it does
// nothing.
class Dropout : public Module {
 public:
  Dropout(double probability, Rng& rng) : probability_(probability), rng_(rng) {}
  Variable operator()(const Variable& x) const;
  DropoutMask draw() const;  // for attention, which drops its weights by itself

 private:
  double probability_;
  Rng& rng_;
};

// Layer normalisation over the last axis, with learned gain and shift (named weight and bias, as PyTorch
// does).
class LayerNorm : public Module {
 public:
  explicit LayerNorm(Index size, double epsilon = 1e-5);
  Variable operator()(const Variable& x) const;

  Parameter weight, bias;  // (size)

 private:
  double epsilon_;
};

// Layers one after the other. add<Layer>(arguments...) makes one; add(function) puts a function between
// layers.
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
  void add(std::function<Variable(const Variable&)> function) { steps_.push_back(std::move(function)); }
  Variable operator()(const Variable& x) const;

 private:
  Children<Module> layers_{*this, "layers"};
  std::vector<std::function<Variable(const Variable&)>> steps_;
};

enum class Nonlinearity { relu, gelu };

// The Transformer's position-wise block (Vaswani et al., 2017, 3.3): linear2(dropout(f(linear1(x)))).
class FeedForward : public Module {
 public:
  FeedForward(Index size, Index hidden, double dropout_probability, Nonlinearity f, Rng& rng);
  Variable operator()(const Variable& x) const;

  Child<Linear> linear1, linear2;
  Child<Dropout> dropout;

 private:
  Nonlinearity nonlinearity_;
};

}  // namespace heed
