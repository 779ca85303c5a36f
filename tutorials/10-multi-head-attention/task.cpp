#include "tutorials/10-multi-head-attention/task.h"

#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/watch/attention_watch.h"
#include "nn/optim/optimizer.h"
#include "tensor/creation.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

namespace heed {

// [fetch]
Fetcher::Fetcher(Index relations, Index heads, Index hidden_size, Rng& rng)
    : asked(*this, "asked", relations * positions, size, rng),
      where(*this, "where", positions, size, rng),
      what(*this, "what", tokens, size, rng),
      attention(*this, "attention", size, heads, 0, rng),
      answer(*this, "answer", hidden_size > 0 ? hidden_size : size, relations * tokens, rng) {
  if (hidden_size > 0) hidden.emplace(*this, "hidden", size, hidden_size, rng);
}

Variable Fetcher::operator()(const TokenMatrix& wanted, const TokenMatrix& row) const {
  const Index batch = row.rows, relations = wanted.columns;
  // Relation r asks with the embeddings from r * positions on.
  TokenMatrix numbered = wanted, every(batch, positions);
  for (Index b = 0; b < batch; ++b) {
    for (Index r = 0; r < relations; ++r) numbered(b, r) += static_cast<Token>(r * positions);
    for (Index p = 0; p < positions; ++p) every(b, p) = static_cast<Token>(p);
  }
  const Variable query = sum(asked(numbered), 1, keep_axis);            // (batch, 1, size)
  Variable read = attention(query, where(every), what(row), Tensor());  // (batch, 1, size)
  if (hidden) read = relu((*hidden)(read));                             // (batch, 1, hidden)
  return reshape(answer(read), {batch, relations, tokens});
}
// [/fetch]

// [ask]
Questions ask(Index batch, Index relations, Rng& rng) {
  Questions questions{TokenMatrix(batch, relations), TokenMatrix(batch, positions),
                      TokenMatrix(batch, relations)};
  for (Index b = 0; b < batch; ++b) {
    for (Index p = 0; p < positions; ++p) questions.row(b, p) = static_cast<Token>(rng.integer(tokens));
    for (Index r = 0; r < relations; ++r) {
      const Index position = rng.integer(positions);
      questions.wanted(b, r) = static_cast<Token>(position);
      questions.right(b, r) = questions.row(b, position);
    }
  }
  return questions;
}
// [/ask]

// [train]
void train(const Fetcher& model, int steps, double learning_rate, Rng& rng) {
  const Index relations = model.asked->weight.size(0) / positions;
  Adam adam(model.parameters(), learning_rate);
  for (int step = 0; step < steps; ++step) {
    const Questions questions = ask(64, relations, rng);
    adam.zero_grad();
    cross_entropy(model(questions.wanted, questions.row), questions.right).backward();
    adam.step();
  }
}
// [/train]

namespace {

// [removed]
// While it exists, these heads' parts of the output matrix are 0: nothing of what they read is used.
class HeadsRemoved {
 public:
  HeadsRemoved(const MultiheadAttention& attention, const std::vector<Index>& heads)
      : matrix_(attention.output->weight.value()), before_(matrix_.clone()) {
    const Index part = size / attention.heads();
    for (const Index head : heads) slice(matrix_, 1, head * part, (head + 1) * part).fill(0);
  }
  ~HeadsRemoved() { matrix_.copy_from(before_); }
  HeadsRemoved(const HeadsRemoved&) = delete;
  HeadsRemoved& operator=(const HeadsRemoved&) = delete;

 private:
  Tensor matrix_, before_;
};
// [/removed]

bool all_differ(const TokenMatrix& wanted, Index row) {
  for (Index r = 0; r < wanted.columns; ++r) {
    for (Index other = 0; other < r; ++other) {
      if (wanted(row, r) == wanted(row, other)) return false;
    }
  }
  return true;
}

}  // namespace

// [right]
std::vector<double> right_answers(const Fetcher& model, const std::vector<Index>& removed) {
  const NoGrad guard;
  const HeadsRemoved without(*model.attention, removed);
  const Index relations = model.asked->weight.size(0) / positions, batch = 1000;
  Rng rng(99);
  const Questions questions = ask(batch, relations, rng);
  const std::vector<Index> best = argmax(model(questions.wanted, questions.row).value());
  std::vector<double> right(static_cast<std::size_t>(relations), 0);
  for (Index b = 0; b < batch; ++b) {
    for (Index r = 0; r < relations; ++r) {
      right[static_cast<std::size_t>(r)] +=
          best[static_cast<std::size_t>(b * relations + r)] == questions.right(b, r) ? 1.0 / batch : 0;
    }
  }
  return right;
}
// [/right]

// [read]
Tensor what_heads_read(const Fetcher& model) {
  const NoGrad guard;
  const Index heads = model.attention->heads(), relations = model.asked->weight.size(0) / positions,
              batch = 1000;
  Rng rng(99);
  const Questions questions = ask(batch, relations, rng);
  AttentionWatch watch;
  model(questions.wanted, questions.row);
  const Tensor weights = watch.calls().front().weights();  // (batch, heads, 1, positions)
  Tensor total = zeros({heads, relations});
  double counted = 0;
  for (Index b = 0; b < batch; ++b) {
    if (!all_differ(questions.wanted, b)) continue;
    ++counted;
    for (Index h = 0; h < heads; ++h) {
      for (Index r = 0; r < relations; ++r) total.at(h, r) += weights(b, h, 0, questions.wanted(b, r));
    }
  }
  return total / counted;
}
// [/read]

}  // namespace heed
