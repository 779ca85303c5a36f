// The tasks of lesson 07. Each has ten keys and a query that belongs to one of them, which a score
// has to find.
#pragma once

#include "autograd/operations/arithmetic.h"
#include "nn/attention/scores.h"

#include <functional>
#include <string>
#include <vector>

namespace heed {

// [projected]
// The Transformer's score: the scaled dot product of W_q q and W_k k. Both matrices are learned.
class ProjectedAttention : public Attention {
 public:
  ProjectedAttention(Index query_size, Index key_size, Index size, Rng& rng)
      : query(*this, "query", query_size, size, rng, false), key(*this, "key", key_size, size, rng, false) {}
  Variable prepare_queries(const Variable& Q) const override { return query(Q); }
  Variable prepare_keys(const Variable& K) const override { return key(K); }
  Variable scores(const Variable& q, const Variable& k) const override {
    return ScaledDotAttention().scores(q, k);
  }

  Child<Linear> query, key;
};
// [/projected]

// [sharp]
class SharpCosineAttention : public CosineAttention {
 public:
  Variable scores(const Variable& q, const Variable& k) const override {
    return 10 * CosineAttention::scores(q, k);
  }
};
// [/sharp]

// [batch]
struct Batch {
  Tensor Q;            // (batch, 1, size): one query each
  Tensor K;            // (batch, 10, size): ten keys
  TokenMatrix target;  // (batch, 1): the index of the right key
};
// [/batch]

enum class Task { same, shuffled, stretched, nearest };
constexpr Index keys = 10, vector_size = 8;

// `order` is the order in which the queries of Task::shuffled list their entries; the other
// tasks ignore it.
Batch draw_batch(Task task, Index batch, const std::vector<Index>& order, Rng& rng);

struct Outcome {
  double accuracy;  // how often the right key has the largest weight
  double weight;    // mean weight of the right key
};
using MakeAttention = std::function<std::unique_ptr<Attention>(Index size, Rng& rng)>;

// Trains an attention on a task, if it has parameters, and tests it on 1,000 new queries.
Outcome try_score(Task task, const MakeAttention& make, std::uint64_t seed);

// There are twenty pairs of words, and each word is a learned vector of size d_k. The model learns
// which of ten keys is the query's partner.
struct PairsLearned {
  std::vector<double> loss;  // the loss of each training step
  double first_weight;       // the largest of ten weights before training, on average
};
PairsLearned learn_pairs(const std::string& score, Index d_k, double learning_rate, std::uint64_t seed);

}  // namespace heed
