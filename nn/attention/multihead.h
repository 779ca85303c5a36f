// Multi-head attention (Vaswani et al., 2017, 3.2.2): several scaled dot-product attentions side by side,
// each on its own projection of queries, keys and values. Several heads may share keys and values: all of them
// (multi-query attention; Shazeer, 2019), or groups (grouped-query attention; Ainslie et al., 2023). A decoder then
// has less to keep.
#pragma once

#include "nn/layers.h"
#include "nn/module.h"

namespace heed {

// Keys and values after their projections, split into heads. A decoder keeps them from step to step.
struct HeadMemory {
  Variable keys, values;  // (batch, key heads, keys, size / heads)

  // Adds the keys and values of later positions.
  void append(const HeadMemory& later);
};

class MultiheadAttention : public Module {
 public:
  // size: of queries, keys, values and output (d_model); a multiple of heads. Dropout acts on the weights. key_heads:
  // heads of keys and values, each shared by heads / key_heads heads; 0: each head has its own.
  MultiheadAttention(Index size, Index heads, double dropout_probability, Rng& rng, bool with_bias = true,
                     Index key_heads = 0);

  // Q (batch, queries, size), K and V (batch, keys, size) -> (batch, queries, size). The mask broadcasts to
  // (batch, queries, keys), 1 where a query may attend (the reverse of PyTorch's masks). For the weights,
  // keep an AttentionWatch in scope.
  Variable operator()(const Variable& Q, const Variable& K, const Variable& V, const Tensor& mask) const;

  // The call in two halves, for a decoder that keeps its memory: project the keys and values, then attend.
  HeadMemory remember(const Variable& K, const Variable& V) const;
  Variable operator()(const Variable& Q, const HeadMemory& memory, const Tensor& mask) const;

  Index heads() const { return heads_; }
  Index key_heads() const { return key_heads_; }

  Child<Linear> query, key, value, output;
  Child<Dropout> dropout;

 protected:
  // (batch, time, heads · d_k) -> (batch, heads, time, d_k), where d_k = size / heads
  Variable split(const Variable& x, Index heads) const;
  // What the heads have read, (batch, heads, time, d_k) -> (batch, time, size)
  Variable join(const Variable& heads) const;
  double scale() const;  // 1 / sqrt(d_k)
  // What the heads read for the queries q (batch, heads, queries, d_k): the same shape. `bias`
  // (heads, queries, keys) is added to the scores. `drop`: whether dropout acts on the weights.
  Variable read(const Variable& q, const HeadMemory& memory, const Tensor& mask, const Tensor& bias = {},
                bool drop = true) const;
  // Keys or values (batch, key heads, ...), repeated for each head that shares them: (batch, heads, ...)
  Variable for_each_head(const Variable& x) const;
  // Tells an AttentionWatch. `weights` (batch, heads, queries, keys), unless they follow from the rest.
  void announce(const Variable& q, const HeadMemory& memory, const Tensor& mask,
                const Tensor& weights = {}) const;

 private:
  void check(const char* what, const Variable& x) const;
  void check(const Variable& Q, const HeadMemory& memory) const;

  Index size_, heads_, key_heads_;
};

}  // namespace heed
