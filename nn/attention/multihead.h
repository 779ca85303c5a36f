// Multi-head attention (Vaswani et al., 2017, 3.2.2): several scaled dot-product attentions side by side,
// each on its own projection of queries, keys and values.
#pragma once

#include "nn/attention/inside.h"
#include "nn/layers.h"
#include "nn/module.h"

namespace heed {

// Keys and values after their projections, split into heads: what a decoder's step adds to, and asks again at
// the next.
struct HeadMemory {
  Variable keys, values;  // (batch, heads, keys, size / heads)
};

class MultiheadAttention : public Module {
 public:
  // size: of queries, keys, values and output (d_model); a multiple of heads. dropout acts on the weights.
  MultiheadAttention(Index size, Index heads, double dropout_probability, Rng& rng);

  struct Result {
    Variable output;  // (batch, queries, size)
    // Only when asked for: (batch, heads, queries, keys), after softmax and before dropout, and their origin.
    Variable weights;
    AttentionInside inside;
  };
  // Q (batch, queries, size), K and V (batch, keys, size); mask broadcasts to (batch, queries, keys).
  Result operator()(const Variable& Q, const Variable& K, const Variable& V, const Tensor& mask,
                    bool want_weights = false) const;

  // The two halves of the call, for a decoder that keeps its memory.
  HeadMemory remember(const Variable& K, const Variable& V) const;
  Result attend(const Variable& Q, const HeadMemory& memory, const Tensor& mask,
                bool want_weights = false) const;

  Index heads() const { return heads_; }

  Child<Linear> query, key, value, output;
  Child<Dropout> dropout;

 private:
  Variable split(const Variable& x) const;  // (batch, time, size) -> (batch, heads, time, size / heads)

  Index size_, heads_;
};

}  // namespace heed
