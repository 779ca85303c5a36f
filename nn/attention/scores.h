// Attention in three steps: score each key against the query, turn scores into weights by softmax, sum the
// values by weight. The kinds of attention differ in the score alone (lesson 07; document 2, 4.1; Luong, Pham
// and Manning, 2015):
//
//     dot       qᵀk                          equal sizes
//     scaled    qᵀk / sqrt(d_k)              equal sizes          Vaswani et al. (2017)
//     general   qᵀW k                        any sizes            Luong et al. (2015), also called bilinear
//     cosine    qᵀk / (|q| |k|)              equal sizes
//     additive  vᵀ tanh(W_q q + W_k k)       any sizes            Bahdanau, Cho and Bengio (2015)
//
// Soft attention reads a mixture of all values; hard attention reads one (see HardAttention).
#pragma once

#include "nn/attention/inside.h"
#include "nn/layers.h"
#include "nn/module.h"

#include <memory>

namespace heed {

struct Attended {
  Variable output;   // (batch, queries, value size)
  Variable weights;  // (batch, queries, keys): each row sums to 1, or is 0 where the mask hides every key
};

class Attention : public Module {
 public:
  // Q (batch, queries, query size), K (batch, keys, key size), V (batch, keys, value size); mask as in
  // nn/attention/masks.h.
  Attended operator()(const Variable& Q, const Variable& K, const Variable& V,
                      const Tensor& mask = {}) const {
    return attend(Q, prepare_keys(K), V, mask);
  }

  // A decoder asks the same keys once a step: what depends on the keys alone can be computed once, and
  // attend()ed to often.
  virtual Variable prepare_keys(const Variable& K) const { return K; }
  Attended attend(const Variable& Q, const Variable& prepared_keys, const Variable& V,
                  const Tensor& mask = {}) const;

  virtual Variable scores(const Variable& Q,
                          const Variable& prepared_keys) const = 0;  // (batch, queries, keys)
  // What scores() compares, and how, for looking at; values and mask are the caller's to add.
  virtual AttentionInside inside(const Variable& Q, const Variable& prepared_keys) const;
  // From scores to weights; soft attention's way is the softmax.
  virtual Variable weigh(const Variable& scores, const Tensor& mask) const;
};

class DotAttention : public Attention {
 public:
  Variable scores(const Variable& Q, const Variable& K) const override;
};

class ScaledDotAttention : public Attention {
 public:
  Variable scores(const Variable& Q, const Variable& K) const override;
  AttentionInside inside(const Variable& Q, const Variable& K) const override;
};

class GeneralAttention : public Attention {
 public:
  GeneralAttention(Index query_size, Index key_size, Rng& rng);
  Variable prepare_keys(const Variable& K) const override;  // K Wᵀ
  Variable scores(const Variable& Q, const Variable& prepared_keys) const override;
  AttentionInside inside(const Variable& Q, const Variable& prepared_keys) const override;

  Parameter weight;  // W (query size, key size)
};

class CosineAttention : public Attention {
 public:
  Variable prepare_keys(const Variable& K) const override;  // each key divided by its length
  Variable scores(const Variable& Q, const Variable& prepared_keys) const override;
  AttentionInside inside(const Variable& Q, const Variable& prepared_keys) const override;
};

class AdditiveAttention : public Attention {
 public:
  AdditiveAttention(Index query_size, Index key_size, Index size, Rng& rng);
  Variable prepare_keys(const Variable& K) const override;  // W_k K
  Variable scores(const Variable& Q, const Variable& prepared_keys) const override;
  AttentionInside inside(const Variable& Q, const Variable& prepared_keys) const override;

  Child<Linear> query, key;  // W_q and W_k, without bias
  Parameter v;               // (size)
};

// Reads one value only: the one of the greatest weight in evaluation; in training one drawn by the weights.
// Choosing has no derivative, so backward pretends that the weights had been used softly (the
// "straight-through" estimate of Bengio, Leonard and Courville, 2013: biased, simple, and it trains; the
// unbiased alternative is REINFORCE).
class HardAttention : public AdditiveAttention {
 public:
  HardAttention(Index query_size, Index key_size, Index size, Rng& rng)
      : AdditiveAttention(query_size, key_size, size, rng), rng_(rng) {}
  Variable weigh(const Variable& scores, const Tensor& mask) const override;
  AttentionInside inside(const Variable& Q, const Variable& prepared_keys) const override;

 private:
  Rng& rng_;
};

enum class Score { dot, scaled, general, cosine, additive, hard };

// The family by name: "dot", "scaled", "general", "cosine", "additive", "hard". `size` is the additive
// score's inner size. Throws when the score wants equal sizes and they differ.
std::unique_ptr<Attention> make_attention(Score score, Index query_size, Index key_size, Index size,
                                          Rng& rng);
bool wants_equal_sizes(Score score);

}  // namespace heed
