// Pooling: one vector for a whole sequence, (batch, time, size) -> (batch, size), whatever its length.
//
//     mean       (x_1 + ... + x_n) / n             every element counts the same
//     max        the maximum of each entry         each entry comes from one element
//     attention  a_1 x_1 + ... + a_n x_n           weights a that are learned, and that one can look at
//
// `lengths` says how many elements of each row count (all, if it is empty), each at least 1. What comes after them
// reaches no result and no gradient, even if it is NaN or infinite. All throw unless x has shape (batch, time, size).
#pragma once

#include "nn/layers.h"

#include <vector>

namespace heed {

Variable mean_pooling(const Variable& x, const std::vector<Index>& lengths = {});

// Where several elements have the maximum, the gradient is that of max() (autograd/operations/reductions.h).
Variable max_pooling(const Variable& x, const std::vector<Index>& lengths = {});

struct Pooled {
  Variable output;   // (batch, size)
  Variable weights;  // (batch, time): each row sums to 1, with zeros at the padding
};

// Attention with one query that is a parameter (Yang et al., 2016, "Hierarchical Attention Networks", 2.2):
//
//     u_t = tanh(W x_t + b)     a = softmax(u_1 · q, ..., u_n · q)     output = sum of a_t x_t
class AttentionPooling : public Module {
 public:
  // x_t has `size` entries; u_t and q have `hidden`.
  AttentionPooling(Index size, Index hidden, Rng& rng);
  Pooled operator()(const Variable& x, const std::vector<Index>& lengths = {}) const;

  Child<Linear> projection;  // W and b
  Parameter query;           // q (hidden)
};

}  // namespace heed
