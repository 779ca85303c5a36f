// Self-attention as a Transformer's layer uses it: the keys and values of a sequence are kept, and its next positions attend
// to all so far. Options change which keys a query reads, and how it knows their positions.
#pragma once

#include "nn/attention/low_rank.h"
#include "nn/attention/multihead.h"
#include "nn/transformer/positions.h"

#include <memory>

namespace heed {

enum class AttentionKind {
  full,     // all keys
  local,    // the nearest `reach` keys (nn/attention/sparse.h)
  strided,  // every `reach`-th key (nn/attention/sparse.h)
  linear,   // sums over all keys (nn/attention/linear_attention.h)
  low_rank  // `reach` mixtures of all keys (nn/attention/low_rank.h)
};

struct SelfAttentionOptions {
  Index key_heads = 0;  // as in MultiheadAttention
  AttentionKind kind = AttentionKind::full;
  Index reach = 32;     // window, stride or number of mixtures
  Index longest = 256;  // of low-rank attention: the maximum number of positions
  bool causal = false;  // whether later positions are hidden, unless a mask decides
  PositionKind positions = PositionKind::sinusoidal;  // rotary and alibi act here, the others before
};

class SelfAttention : public MultiheadAttention {
 public:
  // Throws unless the options fit together: mixtures of all keys cannot be causal; rotary positions need full,
  // local or strided attention and an even size / heads; ALiBi needs full attention, and holds all its scores.
  // Dropout acts on the weights of full attention only.
  SelfAttention(Index size, Index heads, double dropout_probability, Rng& rng, bool with_bias,
                const SelfAttentionOptions& options);

  // The next positions x (batch, time, size) of the sequence in `memory`, to which their keys and values are added
  // -> the same shape. The mask broadcasts to (batch, time, positions in the memory). Linear attention keeps its
  // sums in the memory: z as keys, S as values. Unless attention is full, a mask can hide keys only: (batch, 1,
  // positions); and a sequence can go on after its first call only if it is causal, and no call has a mask.
  Variable operator()(const Variable& x, HeadMemory& memory, const Tensor& mask) const;
  // The mask by which full attention reads x: one with a row for each query decides alone; one that hides keys
  // only, or none, hides later positions besides, if attention is causal. A stack of layers makes it once.
  Tensor with_order(const Tensor& mask, const HeadMemory& memory, const Variable& x) const;

 private:
  Variable read_sums(const Variable& q, const HeadMemory& next, HeadMemory& memory, const Tensor& mask) const;
  Variable read_first(const Variable& q, const HeadMemory& memory, const Tensor& mask) const;
  Variable read_next(const Variable& q, const HeadMemory& memory, Index begin) const;

  SelfAttentionOptions options_;
  std::unique_ptr<Child<LowRankAttention>> low_rank_;
};

}  // namespace heed
