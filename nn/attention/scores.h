// Attention in three steps: score each key against the query, turn the scores into weights by softmax, sum
// the values by weight. The kinds differ in the score (lesson 07;
// document 2, 4.1; and Luong, Pham and Manning, 2015):
//
//     additive  vᵀ tanh(W_q q + W_k k)       any sizes            Bahdanau, Cho and Bengio (2015)
//     dot       qᵀk                          equal sizes
//     scaled    qᵀk / sqrt(d_k)              equal sizes          Vaswani et al. (2017)
//     general   qᵀW k                        any sizes            Luong et al. (2015), also called bilinear
//     cosine    qᵀk / (|q| |k|)              equal sizes          0 if q or k is 0
//
// Soft attention reads a mixture of all values; hard attention reads one (see HardAttention).
// nn/README.md says how to add a score: one class, and one row in the table of scores.
#pragma once

#include "autograd/watch/attention_watch.h"
#include "nn/layers.h"
#include "nn/module.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace heed {

struct Attended {
  Variable output;   // (batch, queries, value size)
  Variable weights;  // (batch, queries, keys): each row sums to 1, or is 0 where the mask hides every key
};

class Attention : public Module {
 public:
  // Q (batch, queries, query size), K (batch, keys, key size), V (batch, keys, value size). The mask is
  // one of nn/attention/masks.h, or a product of them. Throws if the batches differ, or the keys of K and V. NaN
  // or infinity in a row of K or V reaches no query from which the mask hides the key; and no gradient, if it
  // hides the key from every query.
  Attended operator()(const Variable& Q, const Variable& K, const Variable& V, const Tensor& mask = {}) const;

  // A decoder attends to the same keys at every step. prepare_keys() computes once what depends on the
  // keys alone; attend() takes the result.
  virtual Variable prepare_keys(const Variable& K) const { return K; }
  virtual Attended attend(const Variable& Q, const Variable& prepared_keys, const Variable& V,
                          const Tensor& mask = {}) const;

  // Turns queries into the vectors that scores() compares with the prepared keys.
  virtual Variable prepare_queries(const Variable& Q) const { return Q; }
  // The scores of prepared queries q (batch, queries, size) and prepared keys k (batch, keys, size):
  // (batch, queries, keys).
  virtual Variable scores(const Variable& q, const Variable& k) const = 0;
  // From scores to weights: the softmax in soft attention.
  virtual Variable weigh(const Variable& scores, const Tensor& mask) const;
  // Tells an AttentionWatch the formula of scores(); `call` has q, k, v, mask and the weights already. By
  // default the formula is unknown, and a page shows the weights alone.
  virtual void explain(AttentionCall& call) const;
};

class DotAttention : public Attention {
 public:
  Variable scores(const Variable& q, const Variable& k) const override;
  void explain(AttentionCall& call) const override;
};

class ScaledDotAttention : public Attention {
 public:
  Variable scores(const Variable& q, const Variable& k) const override;
  void explain(AttentionCall& call) const override;
};

class GeneralAttention : public Attention {
 public:
  GeneralAttention(Index query_size, Index key_size, Rng& rng);
  Variable prepare_keys(const Variable& K) const override;  // K Wᵀ
  Variable scores(const Variable& q, const Variable& k) const override;
  void explain(AttentionCall& call) const override;

  Parameter weight;  // W (query size, key size)
};

class CosineAttention : public Attention {
 public:
  Variable prepare_keys(const Variable& K) const override;     // k / |k|
  Variable prepare_queries(const Variable& Q) const override;  // q / |q|
  Variable scores(const Variable& q, const Variable& k) const override;
  void explain(AttentionCall& call) const override;
};

class AdditiveAttention : public Attention {
 public:
  AdditiveAttention(Index query_size, Index key_size, Index size, Rng& rng);
  Variable prepare_keys(const Variable& K) const override;     // W_k k
  Variable prepare_queries(const Variable& Q) const override;  // W_q q
  Variable scores(const Variable& q, const Variable& k) const override;
  void explain(AttentionCall& call) const override;

  Child<Linear> query, key;  // W_q and W_k, without bias
  Parameter v;               // (size)
};

// Reads one value: in evaluation the value with the largest weight, in training a value drawn with the
// weights as probabilities. A choice has no derivative, so backward uses the gradient of the soft weights
// (the "straight-through" estimate of Bengio, Leonard and Courville, 2013: biased, simple, and it trains; the
// unbiased alternative is REINFORCE).
class HardAttention : public AdditiveAttention {
 public:
  // Keeps `rng` for the draws.
  HardAttention(Index query_size, Index key_size, Index size, Rng& rng)
      : AdditiveAttention(query_size, key_size, size, rng), rng_(rng) {}
  Variable weigh(const Variable& scores, const Tensor& mask) const override;
  void explain(AttentionCall& call) const override;

 private:
  Rng& rng_;
};

// One row of the table of scores. `size` of make() is the inner size of a score that has one.
struct ScoreRow {
  std::string name;        // "additive": an option's value, and the setting in model files
  std::string help;        // the formula, on one line
  bool needs_equal_sizes;  // queries and keys must have the same size
  std::function<std::unique_ptr<Attention>(Index query_size, Index key_size, Index size, Rng&)> make;
};

// The scores of this library, and those added by add_score(). The translator's option and its help, the tests
// and make_attention() go through this table.
const std::vector<ScoreRow>& score_table();
// Adds a row of your own. Throws if the name is taken, or is "none".
void add_score(ScoreRow row);
// The row with this name. Throws, listing all names, if there is none.
const ScoreRow& score_named(const std::string& name);
// "additive, dot, ..."
std::string score_names();

// An attention by the name of its row. Throws if the score needs equal sizes and they differ.
std::unique_ptr<Attention> make_attention(const std::string& name, Index query_size, Index key_size,
                                          Index size, Rng& rng);

}  // namespace heed
