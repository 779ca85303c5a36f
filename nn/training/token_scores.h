// The loss and the accuracy of predicted tokens, over all batches that are added.
#pragma once

#include "autograd/variable.h"
#include "nn/text/accuracy.h"
#include "nn/training/training_task.h"

namespace heed {

class TokenScores {
 public:
  // logits (batch, time, words) and the right tokens (batch, time); padding does not count.
  void add(const Variable& logits, const TokenMatrix& target);
  double nats() const { return nats_; }  // the summed loss
  Index tokens() const { return accuracy_.total; }
  Validation per_token() const { return {nats_ / static_cast<double>(tokens()), accuracy_.value()}; }

 private:
  double nats_ = 0;
  TokenAccuracy accuracy_;
};

}  // namespace heed
