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
#include "tensor/kernels/choice_kernel.h"

#include <cmath>

namespace heed {

namespace {

// Throws unless Q (..., queries, ·), K (..., keys, ·) and V (..., keys, ·) have equal leading axes.
void check(const Variable& Q, const Variable& K, const Variable& V) {
  require_defined("attention", Q, K, V);
  bool fits = Q.rank() >= 2 && K.rank() == Q.rank() && V.rank() == Q.rank() && K.size(-2) == V.size(-2);
  for (int axis = 0; fits && axis < Q.rank() - 2; ++axis)
    fits = K.size(axis) == Q.size(axis) && V.size(axis) == Q.size(axis);
  if (!fits)
    fail("attention: queries ", Q.shape(), ", keys ", K.shape(), " and values ", V.shape(),
         " must be (batch, queries, size), (batch, keys, size) and (batch, keys, value size)");
}

// Each row divided by its norm; a row of zeros stays zeros. The row is first divided by its largest element,
// because the squares of very short or long rows are no floats. The norm of u is then at least 1, or 0 for a row
// of zeros, which is divided by sqrt(0.5) instead. x / |x| does not depend on the length of x, so the largest
// element can be a constant: no gradient is lost.
Variable unit_rows(const Variable& x) {
  const Tensor largest = max(abs(x.value()), -1, keep_axis);
  const Variable u = x / where(largest == 0, scalar(1), largest);
  return u / sqrt(maximum(sum(u * u, -1, keep_axis), 0.5));
}

// (keys) or (..., queries, keys) -> 1 where a key is hidden from every query: (batch or 1, keys, 1).
Tensor hidden_from_all(const Tensor& mask) {
  const Tensor hidden = mask == 0;
  return unsqueeze(hidden.rank() < 2 ? hidden : min(hidden, -2), -1);
}

bool is_finite(const Tensor& x) { return std::isfinite(norm(x)); }

// x (batch, keys, size) with zeros for the keys that the mask hides from every query, if x holds NaN or infinity:
// 0 times these is NaN, in the gradients of whatever is multiplied with a hidden key. Otherwise x itself.
Variable without_hidden(const Variable& x, const Tensor& mask) {
  if (!mask.defined() || is_finite(x.value())) return x;
  return masked_fill(x, hidden_from_all(mask), 0);
}

// weights V, without the terms that the mask hides: (batch, queries, size). Slower than a product.
Variable sum_of_visible(const Variable& weights, const Variable& V, const Tensor& mask) {
  const Variable terms = unsqueeze(weights, -1) * unsqueeze(V, -3);  // (batch, queries, keys, size)
  return sum(masked_fill(terms, unsqueeze(expand(mask == 0, weights.shape()), -1), 0), -2);
}

}  // namespace

Attended Attention::operator()(const Variable& Q, const Variable& K, const Variable& V,
                               const Tensor& mask) const {
  check(Q, K, V);
  return attend(Q, prepare_keys(without_hidden(K, mask)), V, mask);
}

Attended Attention::attend(const Variable& Q, const Variable& prepared_keys, const Variable& V,
                           const Tensor& mask) const {
  check(Q, prepared_keys, V);
  const Variable q = prepare_queries(Q);
  Variable S = scores(q, prepared_keys);  // (batch, queries, keys)
  if (mask.defined() && !is_finite(S.value())) S = scores(q, without_hidden(prepared_keys, mask));
  const Variable weights = weigh(S, mask);  // (batch, queries, keys)
  if (AttentionWatch::any()) {
    AttentionCall call;
    call.q = q.value();
    call.k = prepared_keys.value();
    call.v = V.value();
    call.mask = mask;
    call.computed = weights.value();
    explain(call);
    AttentionWatch::announce(std::move(call));
  }
  const Variable output = matmul(weights, V);
  if (mask.defined() && !is_finite(output.value())) return {sum_of_visible(weights, V, mask), weights};
  return {output, weights};
}

Variable Attention::weigh(const Variable& scores, const Tensor& mask) const { return softmax(scores, mask); }

void Attention::explain(AttentionCall&) const {}

Variable DotAttention::scores(const Variable& q, const Variable& k) const { return matmul(q, transpose(k)); }

void DotAttention::explain(AttentionCall& call) const { call.formula = ScoreFormula::dot_product; }

Variable ScaledDotAttention::scores(const Variable& q, const Variable& k) const {
  const double d_k = static_cast<double>(k.size(-1));
  return matmul(q, transpose(k)) / std::sqrt(d_k);
}

void ScaledDotAttention::explain(AttentionCall& call) const {
  call.formula = ScoreFormula::dot_product;
  call.scale = 1 / std::sqrt(static_cast<double>(call.k.size(-1)));
}

GeneralAttention::GeneralAttention(Index query_size, Index key_size, Rng& rng)
    : weight(*this, "weight",
             glorot_uniform(checked_size("GeneralAttention", "the query size", query_size, 1),
                            checked_size("GeneralAttention", "the key size", key_size, 1), rng)) {}

Variable GeneralAttention::prepare_keys(const Variable& K) const { return linear(K, weight); }

Variable GeneralAttention::scores(const Variable& q, const Variable& k) const {
  return matmul(q, transpose(k));
}

void GeneralAttention::explain(AttentionCall& call) const {
  call.formula = ScoreFormula::dot_product;
  call.k_name = "W k";
}

Variable CosineAttention::prepare_keys(const Variable& K) const { return unit_rows(K); }

Variable CosineAttention::prepare_queries(const Variable& Q) const { return unit_rows(Q); }

Variable CosineAttention::scores(const Variable& q, const Variable& k) const {
  return matmul(q, transpose(k));
}

void CosineAttention::explain(AttentionCall& call) const {
  call.formula = ScoreFormula::dot_product;
  call.q_name = "q / |q|";
  call.k_name = "k / |k|";
}

AdditiveAttention::AdditiveAttention(Index query_size, Index key_size, Index size, Rng& rng)
    : query(*this, "query", query_size, size, rng, false),
      key(*this, "key", key_size, size, rng, false),
      v(*this, "v", reshape(glorot_uniform(1, size, rng), {size})) {}

Variable AdditiveAttention::prepare_keys(const Variable& K) const { return key(K); }

Variable AdditiveAttention::prepare_queries(const Variable& Q) const { return query(Q); }

Variable AdditiveAttention::scores(const Variable& q, const Variable& k) const {
  return additive_scores(q, k, v);
}

void AdditiveAttention::explain(AttentionCall& call) const {
  call.formula = ScoreFormula::additive;
  call.direction = v.value();
  call.q_name = "W_q q";
  call.k_name = "W_k k";
}

Variable HardAttention::weigh(const Variable& scores, const Tensor& mask) const {
  const Variable soft = softmax(scores, mask);
  const Tensor chosen =
      is_training() ? kernel::choose_by_weight(soft.value(), rng_) : kernel::choose_largest(soft.value());
  return record("choose", chosen, Edge{soft, [](const Tensor& grad) { return grad; }});
}

void HardAttention::explain(AttentionCall& call) const {
  AdditiveAttention::explain(call);
  call.hard = true;
}

namespace {

template <class Score>
std::unique_ptr<Attention> without_parameters(Index, Index, Index, Rng&) {
  return std::make_unique<Score>();
}

template <class Score>
std::unique_ptr<Attention> with_inner_size(Index query_size, Index key_size, Index size, Rng& rng) {
  return std::make_unique<Score>(query_size, key_size, size, rng);
}

std::unique_ptr<Attention> make_general(Index query_size, Index key_size, Index, Rng& rng) {
  return std::make_unique<GeneralAttention>(query_size, key_size, rng);
}

std::vector<ScoreRow>& table() {
  static std::vector<ScoreRow> rows{
      {"additive", "v . tanh(W_q q + W_k k)", false, with_inner_size<AdditiveAttention>},
      {"dot", "q . k", true, without_parameters<DotAttention>},
      {"scaled", "q . k / sqrt(d_k)", true, without_parameters<ScaledDotAttention>},
      {"general", "q . W k", false, make_general},
      {"cosine", "q . k / (|q| |k|)", true, without_parameters<CosineAttention>},
      {"hard", "as additive, but reads one value only", false, with_inner_size<HardAttention>}};
  return rows;
}

}  // namespace

const std::vector<ScoreRow>& score_table() { return table(); }

void add_score(ScoreRow row) {
  if (!row.make) fail("add_score: the row '", row.name, "' has no function that makes the attention");
  for (const ScoreRow& known : table()) {
    if (row.name == known.name || row.name == "none") fail("add_score: the name '", row.name, "' is taken");
  }
  table().push_back(std::move(row));
}

std::string score_names() {
  std::string names;
  for (const ScoreRow& row : table()) names += (names.empty() ? "" : ", ") + row.name;
  return names;
}

const ScoreRow& score_named(const std::string& name) {
  for (const ScoreRow& row : table()) {
    if (row.name == name) return row;
  }
  fail("attention: there is no score '", name, "'; choose one of ", score_names());
}

std::unique_ptr<Attention> make_attention(const std::string& name, Index query_size, Index key_size,
                                          Index size, Rng& rng) {
  const ScoreRow& row = score_named(name);
  if (row.needs_equal_sizes && query_size != key_size) {
    fail("attention: the score '", name, "' compares vectors of one size, not queries of size ", query_size,
         " with keys of size ", key_size, "; project one of them, or choose general or additive");
  }
  return row.make(query_size, key_size, size, rng);
}

}  // namespace heed
