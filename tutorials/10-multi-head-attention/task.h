// The task of lesson 10: a query asks for several positions of a row of tokens at once.
#pragma once

#include "nn/attention/multihead.h"
#include "nn/layers.h"

#include <optional>
#include <vector>

namespace heed {

// [model]
constexpr Index positions = 6, tokens = 8, size = 32;

// Reads a row of tokens by multi-head attention. The query says which positions are wanted, one for
// each relation; the keys are the positions, the values are the tokens.
struct Fetcher : Module {
  // hidden: the size of a layer with a nonlinearity after the attention; 0: no such layer.
  Fetcher(Index relations, Index heads, Index hidden, Rng& rng);
  // wanted (batch, relations): positions; row (batch, positions): tokens -> scores of the token at
  // each wanted position: (batch, relations, tokens).
  Variable operator()(const TokenMatrix& wanted, const TokenMatrix& row) const;

  Child<Embedding> asked, where, what;  // (relations * positions, size), (positions, size), (tokens, size)
  Child<MultiheadAttention> attention;
  std::optional<Child<Linear>> hidden;
  Child<Linear> answer;
};
// [/model]

struct Questions {
  TokenMatrix wanted, row, right;  // (batch, relations), (batch, positions), (batch, relations)
};
Questions ask(Index batch, Index relations, Rng& rng);

// The share of right answers for each relation, on 1,000 new questions, without these heads.
std::vector<double> right_answers(const Fetcher& model, const std::vector<Index>& removed = {});
// The mean weight that each head (row) gives to the position wanted by each relation (column), over the
// questions whose positions all differ.
Tensor what_heads_read(const Fetcher& model);

// Trains on fresh questions.
void train(const Fetcher& model, int steps, double learning_rate, Rng& rng);

}  // namespace heed
