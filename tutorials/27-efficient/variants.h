// The variants of attention that lesson 27 compares, and a small model that can use any of them.
#pragma once

#include "nn/attention/low_rank.h"
#include "nn/layers.h"
#include "nn/transformer/positions.h"
#include "tensor/token_matrix.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace heed {

// [settings]
constexpr Index window = 32, stride = 32, mixtures = 32;  // of local, strided and low-rank attention
// [/settings]

// "whole" holds the matrix of weights, "tiles" is the library's attention; the others are in nn/attention.
const std::vector<std::string>& variants();

// Attention of one sequence to itself: Q, K, V (batch, time, d), scaled by 1 / sqrt(d).
class SelfRead : public Module {
 public:
  SelfRead(const std::string& variant, Index longest, Rng& rng);
  Variable operator()(const Variable& Q, const Variable& K, const Variable& V) const;

 private:
  std::string variant_;
  std::unique_ptr<Child<LowRankAttention>> low_rank_;
};

// Multiply-adds of one such call, by formula, for a batch of one.
Index products(const std::string& variant, Index time, Index d);
// The same, counted in a call without gradients; and the maximum number of bytes that the call needs, beside
// its input and its parameters.
Index counted(const std::string& variant, Index time, Index d);
std::size_t bytes_needed(const std::string& variant, Index time, Index d);

// [task]
// A text of n tokens. One of them is marked (10 to 19; the others are 0 to 9). The right class is its digit.
struct Text {
  std::vector<Token> tokens;
  Token digit = 0;
  Index distance = 0;  // from the marked token to the last one
};
Text draw_text(Index time, Rng& rng);
// [/task]

// One or two layers; the class is read at the last position.
class Finder : public Module {
 public:
  Finder(const std::vector<std::string>& layers, Index time, Rng& rng);
  Variable operator()(const TokenMatrix& tokens) const;  // (batch, time) -> (batch, 10)

 private:
  Child<Embedding> embedding_;
  Child<Positions> positions_;
  Children<Linear> query_{*this, "query"}, key_{*this, "key"}, value_{*this, "value"};
  Children<SelfRead> read_{*this, "read"};
  Child<Linear> output_;
};

void train(Finder& finder, Index time, Index steps, Rng& rng);
// The share of right classes of 600 new texts: near (closer than the window), and far.
struct Found {
  double near = 0, far = 0;
};
Found find(Finder& finder, Index time, Rng& rng);

}  // namespace heed
