// What attention computed its weights from: enough to compute them again, number by number.
#pragma once

#include "tensor/tensor.h"

#include <string>

namespace heed {

// The tensors are the model's own, not copies. q is (batch, queries, size) and k (batch, keys, size), or with
// an axis of heads behind the batch, as in v and mask:
//
//     weights = softmax(q kᵀ scale, hidden where mask is 0)                a dot product, or
//     weights(i, j) = softmax over j of direction · tanh(q_i + k_j)        with a direction: additive
struct AttentionInside {
  Tensor q, k;        // queries and keys as the score takes them: projected, or of length 1
  Tensor v;           // the values, of which the output is a mean
  Tensor mask;        // broadcasts to the weights, 1 where a query may look; undefined: everywhere
  double scale = 1;   // of dot products
  Tensor direction;   // (size)
  bool hard = false;  // the greatest weight was replaced by 1, all others by 0
  std::string q_name = "q", k_name = "k";  // what q and k are in the formula: "q / |q|", "W k"
};

}  // namespace heed
