// Multi-head attention (Vaswani et al., 2017, 3.2.2): several scaled dot-product attentions side by side,
// each on its own projection of queries, keys and values.
#pragma once

#include "nn/layers.h"
#include "nn/module.h"

namespace heed {

// Keys and values after their projections, split into heads. A decoder keeps them from step to step.
struct HeadMemory {
  Variable keys, values;  // (batch, heads, keys, size / heads)

  // Adds the keys and values of later positions.
  void append(const HeadMemory& later);
};

class MultiheadAttention : public Module {
 public:
  // size: of queries, keys, values and output (d_model); a multiple of heads. Dropout acts on the weights.
  MultiheadAttention(Index size, Index heads, double dropout_probability, Rng& rng, bool with_bias = true);

  // Q (batch, queries, size), K and V (batch, keys, size) -> (batch, queries, size). The mask broadcasts to
  // (batch, queries, keys), 1 where a query may attend (the reverse of PyTorch's masks). For the weights,
  // keep an AttentionWatch in scope.
  Variable operator()(const Variable& Q, const Variable& K, const Variable& V, const Tensor& mask) const;

  // The call in two halves, for a decoder that keeps its memory: project the keys and values, then attend.
  HeadMemory remember(const Variable& K, const Variable& V) const;
  Variable operator()(const Variable& Q, const HeadMemory& memory, const Tensor& mask) const;

  Index heads() const { return heads_; }

  Child<Linear> query, key, value, output;
  Child<Dropout> dropout;

 private:
  Variable split(const Variable& x) const;  // (batch, time, size) -> (batch, heads, time, size / heads)
  void check(const char* what, const Variable& x) const;

  Index size_, heads_;
};

}  // namespace heed
