// How often an answer is exactly right: word by word, and sentence by sentence.
#pragma once

#include "nn/text/tokenizer.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed {

// Counts over as many batches as are added.
struct TokenAccuracy {
  Index right = 0, total = 0;

  // Both (batch, time). Where the target is padding nothing is counted. Throws when the sizes differ.
  void add(const TokenMatrix& predicted, const TokenMatrix& target);
  double value() const;  // 0 to 1; 0 when nothing was counted
};

// The part of the sentences that equal their references, 0 to 1. Throws when the counts of sentences differ.
double exact_matches(const std::vector<Words>& hypotheses, const std::vector<Words>& references);

}  // namespace heed
