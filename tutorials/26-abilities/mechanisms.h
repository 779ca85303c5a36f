// The ways in which positions can learn of each other that lesson 26 compares, in one model.
#pragma once

#include "nn/layers.h"
#include "nn/transformer/positions.h"
#include "tutorials/26-abilities/tasks.h"

#include <memory>
#include <string>
#include <vector>

namespace heed {

// "none", "RNN", "GRU", "additive", "dot", "multi-head", "local", "low-rank", "linear", and multi-head
// attention with "rotary" positions and with "ALiBi".
const std::vector<std::string>& mechanisms();

// [mechanism]
// x (batch, time, size) -> the same shape: what each position learns from the others.
class Mechanism : public Module {
 public:
  virtual Variable operator()(const Variable& x) const = 0;
};
std::unique_ptr<Mechanism> make_mechanism(const std::string& name, Rng& rng);
// [/mechanism]

constexpr Index d = 32, longest = 160;

// [layer]
// A mechanism and a feed-forward block, with residual connections around them and norms before them.
class Layer : public Module {
 public:
  Layer(const std::string& mechanism, Rng& rng);
  Variable operator()(const Variable& x) const;

 private:
  Child<Mechanism> mechanism_;
  Child<FeedForward> feed_forward_;
  Child<LayerNorm> norm1_, norm2_;
};
// [/layer]

// Embedding, two layers, and the output. Attention gets sinusoidal positions, if it has none of its own;
// recurrent networks know the order without.
class Solver : public Module {
 public:
  Solver(const std::string& mechanism, Rng& rng);
  Variable operator()(const TokenMatrix& tokens) const;  // (batch, time) -> (batch, time, words)

 private:
  Child<Embedding> embedding_;
  std::unique_ptr<Child<Positions>> positions_;
  Children<Layer> layers_{*this, "layers"};
  Child<LayerNorm> norm_;
  Child<Linear> output_;
};

void train(const Solver& solver, const Task& task, double rate, Rng& rng);
// The share of right answers in the second half of new sequences of this size. Answers in the first half,
// which only parity, brackets and list operations have, are no harder than in shorter sequences.
double right_answers(const Solver& solver, const Task& task, Index size, Rng& rng);

}  // namespace heed
