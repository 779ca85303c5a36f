// The task of lesson 10: a query asks for several positions of a row of tokens at once.
#pragma once

#include "nn/attention/multihead.h"
#include "nn/layers.h"

#include <vector>

namespace heed {

// [model]
constexpr Index positions = 6, tokens = 8, size = 32;

// Reads a row of tokens by multi-head attention. The query says which positions are wanted, one for
// each relation; the keys are the positions, the values are the tokens.
struct Fetcher : Module {
  Fetcher(Index relations, Index heads, Rng& rng);
  // wanted (batch, relations): positions; row (batch, positions): tokens -> scores of the token at
  // each wanted position: (batch, relations, tokens).
  Variable operator()(const TokenMatrix& wanted, const TokenMatrix& row) const;

  Child<Embedding> asked, where, what;  // (relations * positions, size), (positions, size), (tokens, size)
  Child<MultiheadAttention> attention;
  Child<Linear> answer;  // one linear map: it cannot untangle what the attention has mixed
};
// [/model]

struct Questions {
  TokenMatrix wanted, row, right;  // (batch, relations), (batch, positions), (batch, relations)
};
Questions ask(Index batch, Index relations, Rng& rng);

// The share of right answers for each relation, on 1,000 questions. `without`, if not negative, removes a head.
std::vector<double> right_answers(const Fetcher& model, Index without = -1);
// The mean weight that each head (row) gives to the position wanted by each relation (column).
Tensor what_heads_read(const Fetcher& model);

// Trains on fresh questions. `loss` of the last step is the return value.
void train(const Fetcher& model, double learning_rate, Rng& rng);

}  // namespace heed
