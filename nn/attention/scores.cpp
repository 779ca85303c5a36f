#include "nn/attention/scores.h"

#include "autograd/operations/additive_scores.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"

#include <cmath>

namespace heed {

Attended Attention::attend(const Variable& Q, const Variable& prepared_keys, const Variable& V,
                           const Tensor& mask) const {
  const Variable weights = weigh(scores(Q, prepared_keys), mask);  // (batch, queries, keys)
  return {matmul(weights, V), weights};
}

Variable Attention::weigh(const Variable& scores, const Tensor& mask) const { return softmax(scores, mask); }

AttentionInside Attention::inside(const Variable& Q, const Variable& prepared_keys) const {
  AttentionInside inside;
  inside.q = Q.value();
  inside.k = prepared_keys.value();
  return inside;
}

Variable DotAttention::scores(const Variable& Q, const Variable& K) const { return matmul(Q, transpose(K)); }

Variable ScaledDotAttention::scores(const Variable& Q, const Variable& K) const {
  const double d_k = static_cast<double>(K.size(-1));
  return matmul(Q, transpose(K)) / std::sqrt(d_k);
}

AttentionInside ScaledDotAttention::inside(const Variable& Q, const Variable& K) const {
  AttentionInside inside = Attention::inside(Q, K);
  inside.scale = 1 / std::sqrt(static_cast<double>(K.size(-1)));
  return inside;
}

GeneralAttention::GeneralAttention(Index query_size, Index key_size, Rng& rng)
    : weight(*this, "weight", glorot_uniform(query_size, key_size, rng)) {}

Variable GeneralAttention::prepare_keys(const Variable& K) const { return linear(K, weight); }

Variable GeneralAttention::scores(const Variable& Q, const Variable& prepared_keys) const {
  return matmul(Q, transpose(prepared_keys));
}

AttentionInside GeneralAttention::inside(const Variable& Q, const Variable& prepared_keys) const {
  AttentionInside inside = Attention::inside(Q, prepared_keys);
  inside.k_name = "W k";
  return inside;
}

namespace {

// Each row divided by its length; a row of zeros stays zeros.
Variable unit_rows(const Variable& x) {
  const double tiny = 1e-12;
  return x / sqrt(sum(x * x, -1, keep_axis) + tiny);
}

}  // namespace

Variable CosineAttention::prepare_keys(const Variable& K) const { return unit_rows(K); }

Variable CosineAttention::scores(const Variable& Q, const Variable& prepared_keys) const {
  return matmul(unit_rows(Q), transpose(prepared_keys));
}

AttentionInside CosineAttention::inside(const Variable& Q, const Variable& prepared_keys) const {
  AttentionInside inside = Attention::inside(unit_rows(Q), prepared_keys);
  inside.q_name = "q / |q|";
  inside.k_name = "k / |k|";
  return inside;
}

AdditiveAttention::AdditiveAttention(Index query_size, Index key_size, Index size, Rng& rng)
    : query(*this, "query", query_size, size, rng, false),
      key(*this, "key", key_size, size, rng, false),
      v(*this, "v", reshape(glorot_uniform(1, size, rng), {size})) {}

Variable AdditiveAttention::prepare_keys(const Variable& K) const { return key(K); }

Variable AdditiveAttention::scores(const Variable& Q, const Variable& prepared_keys) const {
  return additive_scores(query(Q), prepared_keys, v);
}

AttentionInside AdditiveAttention::inside(const Variable& Q, const Variable& prepared_keys) const {
  AttentionInside inside = Attention::inside(query(Q), prepared_keys);
  inside.direction = v.value();
  inside.q_name = "W_q q";
  inside.k_name = "W_k k";
  return inside;
}

Variable HardAttention::weigh(const Variable& scores, const Tensor& mask) const {
  const Variable soft = softmax(scores, mask);
  const Tensor rows = soft.value().contiguous();
  const Index keys = soft.size(-1);
  Tensor chosen = zeros(soft.shape());
  Scalar* const to = chosen.mutable_data();
  for (Index row = 0; keys > 0 && row < rows.numel() / keys; ++row) {
    const Scalar* const weights = rows.data() + row * keys;
    Index best = 0;
    double left = is_training() ? rng_.uniform() : 0;  // of the random share of the row's total weight
    for (Index i = 0; i < keys; ++i) {
      if (is_training() ? left >= 0 && weights[i] > 0 : weights[i] > weights[best]) best = i;
      left -= static_cast<double>(weights[i]);
    }
    if (weights[best] > 0) to[row * keys + best] = 1;  // a row that may look nowhere stays 0
  }
  return record("choose", chosen, Edge{soft, [](const Tensor& grad) { return grad; }});
}

AttentionInside HardAttention::inside(const Variable& Q, const Variable& prepared_keys) const {
  AttentionInside inside = AdditiveAttention::inside(Q, prepared_keys);
  inside.hard = true;
  return inside;
}

bool wants_equal_sizes(Score score) {
  return score == Score::dot || score == Score::scaled || score == Score::cosine;
}

std::unique_ptr<Attention> make_attention(Score score, Index query_size, Index key_size, Index size,
                                          Rng& rng) {
  if (wants_equal_sizes(score) && query_size != key_size) {
    fail("attention: this score compares vectors of one size, not queries of ", query_size, " with keys of ",
         key_size, "; project one of them, or choose general or additive");
  }
  switch (score) {
    case Score::dot:
      return std::make_unique<DotAttention>();
    case Score::scaled:
      return std::make_unique<ScaledDotAttention>();
    case Score::general:
      return std::make_unique<GeneralAttention>(query_size, key_size, rng);
    case Score::cosine:
      return std::make_unique<CosineAttention>();
    case Score::additive:
      return std::make_unique<AdditiveAttention>(query_size, key_size, size, rng);
    case Score::hard:
      return std::make_unique<HardAttention>(query_size, key_size, size, rng);
  }
  fail("attention: unknown score");
}

}  // namespace heed
