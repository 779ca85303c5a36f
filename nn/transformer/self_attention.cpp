#include "nn/transformer/self_attention.h"

#include "autograd/operations/attention.h"
#include "autograd/operations/embedding.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/watch/attention_watch.h"
#include "nn/attention/linear_attention.h"
#include "nn/attention/masks.h"
#include "nn/attention/sparse.h"
#include "nn/transformer/alibi.h"
#include "nn/transformer/rotary.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/views.h"

#include <algorithm>

namespace heed {
namespace {

void check_options(const SelfAttentionOptions& o, Index d_k) {
  const bool full = o.kind == AttentionKind::full;
  const bool has_weights = full || o.kind == AttentionKind::local || o.kind == AttentionKind::strided;
  if (o.kind == AttentionKind::low_rank && o.causal)
    fail("self-attention: low-rank attention mixes all keys, later ones too, so it cannot be causal");
  if (o.positions == PositionKind::alibi && !full)
    fail("self-attention: ALiBi needs full attention; take rotary, sinusoidal or learned positions");
  if (o.positions == PositionKind::rotary && !has_weights)
    fail(
        "self-attention: rotary positions need full, local or strided attention; take sinusoidal or learned "
        "positions");
  if (o.positions == PositionKind::rotary && d_k % 2 != 0)
    fail("self-attention: rotary positions need an even size of a head, not ", d_k);
  checked_size("self-attention", "the reach", o.reach, 1);
}

// (batch, heads, time, d) -> (batch · heads, time, d), for functions of one sequence
Variable fold(const Variable& x) { return reshape(x, {x.size(0) * x.size(1), x.size(2), x.size(3)}); }

// The key mask (batch, 1, keys) for each head: (batch · heads, 1, keys).
Tensor fold_mask(const Tensor& mask, Index batch, Index heads, Index keys) {
  if (!mask.defined()) return mask;
  if (!(mask.shape() == Shape{batch, 1, keys}))
    fail("self-attention: unless attention is full, a mask can hide keys only: it must have shape ",
         Shape{batch, 1, keys}, ", not ", mask.shape());
  return reshape(expand(unsqueeze(mask, 1), {batch, heads, 1, keys}).contiguous(), {batch * heads, 1, keys});
}

}  // namespace

SelfAttention::SelfAttention(Index size, Index heads, double dropout_probability, Rng& rng, bool with_bias,
                             const SelfAttentionOptions& options)
    : MultiheadAttention(size, heads, dropout_probability, rng, with_bias, options.key_heads),
      options_(options) {
  check_options(options, size / heads);
  if (options.kind == AttentionKind::low_rank)
    low_rank_ =
        std::make_unique<Child<LowRankAttention>>(*this, "low_rank", options.longest, options.reach, rng);
}

Tensor SelfAttention::with_order(const Tensor& mask, const HeadMemory& memory, const Variable& x) const {
  const bool adds_order = options_.causal && options_.kind == AttentionKind::full;
  if (!adds_order || !x.defined() || x.rank() != 3 || x.size(1) == 1) return mask;
  if (mask.defined() && mask.rank() >= 2 && mask.size(-2) > 1) return mask;
  const Index begin = memory.keys.defined() ? memory.keys.size(2) : 0, end = begin + x.size(1);
  const Tensor order = slice(causal_mask(end), 0, begin, end);
  return mask.defined() ? mask * order : order;
}

Variable SelfAttention::operator()(const Variable& x, HeadMemory& memory, const Tensor& mask) const {
  const Tensor visible = with_order(mask, memory, x);
  HeadMemory next = remember(x, x);
  Variable q = split(query(x), heads());
  const Index queries = x.size(1);
  if (queries == 0) return join(q);  // nothing to read
  const bool full = options_.kind == AttentionKind::full;
  if (!full && memory.keys.defined() && (!options_.causal || mask.defined()))
    fail(
        "self-attention: unless attention is full, a sequence can go on only if it is causal, without a "
        "mask");
  if (options_.kind == AttentionKind::linear) return join(read_sums(q, next, memory, mask));

  const Index begin = memory.keys.defined() ? memory.keys.size(2) : 0;
  if (options_.positions == PositionKind::rotary) {
    q = rotary(q, begin);
    next.keys = rotary(next.keys, begin);
  }
  memory.append(next);
  if (full) {
    const Index positions = begin + queries;
    const Tensor bias =
        options_.positions == PositionKind::alibi ? alibi_bias(heads(), begin, queries, positions) : Tensor();
    return join(
        read(q, memory, visible.defined() && visible.rank() == 3 ? unsqueeze(visible, 1) : visible, bias));
  }
  return join(begin == 0 ? read_first(q, memory, mask) : read_next(q, memory, begin));
}

// The memory is no longer than one position, however many came before.
Variable SelfAttention::read_sums(const Variable& q, const HeadMemory& next, HeadMemory& memory,
                                  const Tensor& mask) const {
  const Index batch = q.size(0), queries = q.size(2), d_k = q.size(3);
  const Tensor key_mask = fold_mask(mask, batch, heads(), queries);
  const Variable Q = fold(q), K = fold(for_each_head(next.keys)), V = fold(for_each_head(next.values));
  if (!options_.causal) {
    memory = next;  // so that a second call is refused, as for the other kinds
    return reshape(linear_attention(Q, K, V, false, key_mask), q.shape());
  }
  LinearMemory sums;
  if (memory.keys.defined()) sums = {fold(memory.values), fold(memory.keys)};
  const Variable result = linear_attention(Q, K, V, sums, key_mask);
  memory = {reshape(sums.z, {batch, heads(), d_k, 1}), reshape(sums.S, {batch, heads(), d_k, d_k})};
  return reshape(result, q.shape());
}

// A whole sequence at once. No window or stride is longer than the sequence. A window computes two or three blocks of keys for
// each query: where these are no fewer keys than the sequence has, full attention under the mask costs less.
Variable SelfAttention::read_first(const Variable& q, const HeadMemory& memory, const Tensor& mask) const {
  const Index time = q.size(2), reach = std::min(options_.reach, time);
  const Tensor key_mask = fold_mask(mask, q.size(0), heads(), time);
  const Variable Q = fold(q), K = fold(for_each_head(memory.keys)), V = fold(for_each_head(memory.values));
  if (options_.kind == AttentionKind::low_rank)
    return reshape((*low_rank_)(Q, K, V, scale(), key_mask), q.shape());
  const bool local = options_.kind == AttentionKind::local;
  if (AttentionWatch::any()) {
    const Tensor pattern =
        local ? local_mask(time, reach, options_.causal) : strided_mask(time, reach, options_.causal);
    announce(q, memory, mask.defined() ? unsqueeze(mask, 1) * pattern : pattern);
  }
  if (local && (options_.causal ? 2 : 3) * reach >= time) {
    const Tensor near = local_mask(time, reach, options_.causal);
    return reshape(attention(Q, K, V, key_mask.defined() ? key_mask * near : near, scale()), q.shape());
  }
  const Variable result = local ? local_attention(Q, K, V, reach, options_.causal, scale(), key_mask)
                                : strided_attention(Q, K, V, reach, options_.causal, scale(), key_mask);
  return reshape(result, q.shape());
}

// Later positions of a causal sequence, one after the other: each reads only the keys that it may see.
Variable SelfAttention::read_next(const Variable& q, const HeadMemory& memory, Index begin) const {
  std::vector<Variable> outputs;
  for (Index i = 0; i < q.size(2); ++i) {
    const Index position = begin + i, reach = options_.reach;
    const bool local = options_.kind == AttentionKind::local;
    std::vector<Index> seen;
    for (Index at = local ? std::max<Index>(0, position - reach + 1) : position % reach; at <= position;
         at += local ? 1 : reach)
      seen.push_back(at);
    outputs.push_back(read(slice(q, 2, i, i + 1),
                           {index_select(memory.keys, 2, seen), index_select(memory.values, 2, seen)}, {}, {},
                           false));
  }
  return concatenate(outputs, 2);
}

}  // namespace heed
