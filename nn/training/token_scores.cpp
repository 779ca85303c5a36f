#include "nn/training/token_scores.h"

#include "autograd/operations/cross_entropy.h"
#include "nn/text/vocabulary.h"
#include "tensor/reduce.h"

#include <algorithm>

namespace heed {

void TokenScores::add(const Variable& logits, const TokenMatrix& target) {
  const Variable total =
      cross_entropy(logits, target, {.ignore = Vocabulary::pad, .reduction = Reduction::sum});
  nats_ += static_cast<double>(total.item());
  TokenMatrix predicted(target.rows, target.columns);
  const std::vector<Index> best = argmax(logits.value());
  std::copy(best.begin(), best.end(), predicted.ids.begin());
  accuracy_.add(predicted, target);
}

}  // namespace heed
