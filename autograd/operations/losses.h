// Losses of a prediction of any shape against a target of the same shape, element by element; by default their
// mean over all elements. The loss for classes is cross_entropy (autograd/operations/cross_entropy.h).
#pragma once

#include "autograd/operations/reductions.h"

namespace heed {

// (prediction - target)^2
Variable mse_loss(const Variable& prediction, const Variable& target, Reduction reduction = Reduction::mean);
// |prediction - target|
Variable l1_loss(const Variable& prediction, const Variable& target, Reduction reduction = Reduction::mean);
// -target log p - (1 - target) log(1 - p) with p = sigmoid(logits), computed from the logits, so that nothing
// overflows and no logarithm of 0 is taken. The target is a probability, often 0 or 1.
Variable binary_cross_entropy_with_logits(const Variable& logits, const Variable& target,
                                          Reduction reduction = Reduction::mean);

}  // namespace heed
