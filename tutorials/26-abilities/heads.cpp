#include "tutorials/26-abilities/heads.h"

#include "autograd/watch/attention_watch.h"
#include "tensor/ground/error.h"
#include "tensor/views.h"

namespace heed {
namespace {

Tensor output_matrix(const Solver& solver, Index layer) {
  const std::string wanted = text("layers.", layer, ".mechanism.attention.output.weight");
  for (const auto& [name, parameter] : solver.named_parameters())
    if (name == wanted) return parameter.value();
  fail("lesson 26: this solver has no heads");
}

}  // namespace

// [scores]
std::vector<HeadScore> head_scores(const Solver& solver, const Examples& examples) {
  const NoGrad guard;
  const AttentionWatch watch;
  solver(examples.input);
  const TokenMatrix& tokens = examples.input;
  const Index pairs = tokens.columns / 3, begin = 2 * pairs;  // the pairs, then the keys that are asked
  const double share = 1 / static_cast<double>(pairs * tokens.rows);
  std::vector<HeadScore> scores;
  for (std::size_t layer = 0; layer < watch.calls().size(); ++layer) {
    const Tensor weights = watch.calls()[layer].weights();  // (batch, heads, queries, keys)
    for (Index head = 0; head < weights.size(1); ++head) {
      HeadScore score{static_cast<Index>(layer), head, 0, 0};
      for (Index b = 0; b < tokens.rows; ++b) {
        for (Index key = 0; key < begin; key += 2) {
          score.previous += share * static_cast<double>(weights(b, head, key + 1, key));
          for (Index asked = begin; asked < tokens.columns; ++asked)
            if (tokens(b, asked) == tokens(b, key))
              score.induction += share * static_cast<double>(weights(b, head, asked, key + 1));
        }
      }
      scores.push_back(score);
    }
  }
  return scores;
}
// [/scores]

// [switch]
// In the matrix (outputs, inputs), the columns h * part to (h + 1) * part - 1 multiply the output of head h.
HeadsOff::HeadsOff(const Solver& solver, Index layer, const std::vector<Index>& heads, Index of)
    : matrix_(output_matrix(solver, layer)), before_(matrix_.clone()) {
  const Index part = d / of;
  for (const Index head : heads) slice(matrix_, 1, head * part, (head + 1) * part).fill(0);
}
// [/switch]

}  // namespace heed
