// Accuracy: how often a prediction is exactly right, counted in tokens or in sentences.
#pragma once

#include "nn/text/tokenizer.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed {

// Counts correct tokens over all batches that are added.
struct TokenAccuracy {
  Index right = 0, total = 0;

  // Both are (batch, time). Padding in the target is not counted. Throws if the sizes differ.
  void add(const TokenMatrix& predicted, const TokenMatrix& target);
  // The accuracy, 0 to 1; 0 if nothing was counted.
  double value() const;
};

// The share of sentences that equal their references, 0 to 1. Throws if there are not as many
// references as hypotheses.
double exact_matches(const std::vector<Words>& hypotheses, const std::vector<Words>& references);

}  // namespace heed
