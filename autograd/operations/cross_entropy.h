// Cross-entropy: how surprised a model is by the correct class.
#pragma once

#include "autograd/operations/reductions.h"
#include "autograd/variable.h"
#include "tensor/token_matrix.h"

namespace heed {

struct CrossEntropyOptions {
  Token ignore = -1;     // rows with this target do not count: the padding
  double smoothing = 0;  // label smoothing: this share of the target is spread evenly over all classes
                         // (Szegedy et al., 2016)
  // mean: over the targets that count, or 0 if none does. With class weights, as in PyTorch, the sum of
  // the losses is divided by the sum of the weights of their targets.
  Reduction reduction = Reduction::mean;
  Tensor class_weights = {};  // (classes): the weight of each class in the loss; undefined: all 1
  int axis = -1;              // the axis of the logits that holds the classes; -1 is the last
};

// loss = - sum_c q_c log softmax(logits)_c, with q = (1 - smoothing) at the target, plus smoothing /
// classes everywhere. logits (..., classes), and one target for each row of logits, in row-major order of
// the other axes. Returns one number, or with Reduction::none the loss of each row: (...). Computed by
// log-sum-exp, so nothing overflows.
Variable cross_entropy(const Variable& logits, const TokenMatrix& targets,
                       const CrossEntropyOptions& options = {});

}  // namespace heed
