// Cross-entropy: how surprised the model is by the right word.
#pragma once

#include "autograd/variable.h"
#include "tensor/token_matrix.h"

namespace heed {

struct CrossEntropyOptions {
  Token ignore = -1;  // targets equal to this count for nothing: the padding
  double smoothing =
      0;  // label smoothing: this share of the target is spread evenly over all words (Szegedy et al., 2016)
  bool average = true;  // over the targets that count; else their sum. With none that counts the loss is 0.
};

// loss = - sum_w q_w log softmax(logits)_w, with q = (1 - smoothing) at the target, plus smoothing / words
// everywhere. logits (..., words), one target for each row. Computed from the logits by log-sum-exp, so
// nothing overflows.
Variable cross_entropy(const Variable& logits, const TokenMatrix& targets,
                       const CrossEntropyOptions& options = {});

}  // namespace heed
