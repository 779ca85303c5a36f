// Watching attention: the announcements are correct, and the computed values do not change.
#include "autograd/operations/arithmetic.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/watch/attention_watch.h"
#include "nn/attention/attention_maps.h"
#include "nn/attention/masks.h"
#include "nn/attention/multihead.h"
#include "nn/attention/scores.h"
#include "nn/optim/optimizer.h"
#include "tensor/elementwise.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/nn/translate/models.h"

#include <limits>
#include <memory>
#include <optional>

using namespace heed;
using namespace heed::testing;

namespace {

// Runs f() twice from the same random state, unwatched and watched, and returns its result.
template <class F>
std::pair<std::vector<Tensor>, std::vector<Tensor>> unwatched_and_watched(Rng& rng, F f) {
  const std::string random_state = rng.save();
  std::vector<Tensor> unwatched = f();
  rng.restore(random_state);
  const AttentionWatch watch;
  std::vector<Tensor> watched = f();
  CHECK_FALSE(watch.calls().empty());
  for (const AttentionCall& call : watch.calls()) CHECK(call.weights().defined());
  return {std::move(unwatched), std::move(watched)};
}

void check_same_bits(const std::string& what,
                     const std::pair<std::vector<Tensor>, std::vector<Tensor>>& results) {
  REQUIRE(results.first.size() == results.second.size());
  for (std::size_t i = 0; i < results.first.size(); ++i)
    check_same(what + ", tensor " + std::to_string(i), results.second[i], results.first[i]);
}

// A user's own score that does not announce its formula: minus the squared distance of q and k.
class DistanceAttention : public Attention {
 public:
  Variable scores(const Variable& q, const Variable& k) const override {
    const Variable difference = unsqueeze(q, -2) - unsqueeze(k, -3);  // (batch, queries, keys, size)
    return sum(difference * difference, -1) * -1.0;
  }
};

// Changes the scores, and inherits DotAttention's formula.
class SharpDotAttention : public DotAttention {
 public:
  Variable scores(const Variable& q, const Variable& k) const override {
    return DotAttention::scores(q, k) * 3.0;
  }
};

}  // namespace

TEST_CASE("attention watch: every score of the table computes the same bits, watched or not", "[watch]") {
  Rng rng(1);
  for (const ScoreRow& row : score_table()) {
    const auto attention = make_attention(row.name, 4, 4, 3, rng);
    shuffle_parameters(*attention, rng);
    const Tensor q = random_normal({2, 3, 4}, rng), k = random_normal({2, 5, 4}, rng),
                 v = random_normal({2, 5, 4}, rng), upstream = random_normal({2, 3, 4}, rng);
    check_same_bits(row.name, unwatched_and_watched(rng, [&] {
                      const Variable Q = leaf(q), K = leaf(k), V = leaf(v);
                      const Attended attended = (*attention)(Q, K, V, length_mask({5, 2}, 5));
                      std::vector<Tensor> all = parameter_gradients(*attention, attended.output, upstream);
                      for (const Tensor& x :
                           {attended.output.value(), attended.weights.value(), Q.grad(), K.grad(), V.grad()})
                        all.push_back(x);
                      return all;
                    }));
  }
}

TEST_CASE("attention watch: multi-head attention computes the same bits, watched or not", "[watch]") {
  Rng rng(2);
  MultiheadAttention attention(4, 2, 0.4, rng);
  shuffle_parameters(attention, rng);
  const Tensor q = random_normal({2, 3, 4}, rng), k = random_normal({2, 5, 4}, rng),
               upstream = random_normal({2, 3, 4}, rng);
  check_same_bits("multi-head", unwatched_and_watched(rng, [&] {
                    const Variable Q = leaf(q), K = leaf(k);
                    const Variable output = attention(Q, K, K, length_mask({5, 2}, 5));
                    std::vector<Tensor> all = parameter_gradients(attention, output, upstream);
                    for (const Tensor& x : {output.value(), Q.grad(), K.grad()}) all.push_back(x);
                    all.push_back(random_normal({3}, rng));  // the same random numbers were drawn
                    return all;
                  }));
}

TEST_CASE("attention watch: the announced weights and values give the output of multi-head attention",
          "[watch]") {
  Rng rng(5);
  MultiheadAttention attention(6, 2, 0, rng);
  shuffle_parameters(attention, rng);
  const Tensor q = random_normal({2, 3, 6}, rng), k = random_normal({2, 5, 6}, rng);
  AttentionWatch watch;
  const Tensor output = attention(q, k, k, length_mask({5, 2}, 5)).value();
  REQUIRE(watch.calls().size() == 1);
  const AttentionCall& call = watch.calls()[0];
  const Tensor heads = matmul(call.weights(), call.v);  // (batch, heads, queries, d_k)
  const Tensor joined = reshape(transpose(heads, 1, 2), {2, 3, 6});
  // At most 30 terms of size at most 10 in each element.
  const double tolerance = 300 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
  CHECK(all_close(attention.output(joined).value(), output, 0, tolerance));
}

TEST_CASE("attention watch: a translator trained while watched gets the same parameters", "[watch]") {
  Rng data(3);
  const EncodedPairs pairs = random_pairs(6, data);
  const Batch batch = make_batch(pairs, {0, 1, 2, 3, 4, 5});
  std::vector<std::vector<std::vector<Tensor>>> results(2);
  for (const bool watched : {false, true}) {
    Rng rng(4);
    for (const NamedModel& named : small_models(rng, 0.3)) {
      std::optional<AttentionWatch> watch;
      if (watched) watch.emplace();
      Adam optimizer(named.model->parameters(), 0.01);
      std::vector<Tensor> all;
      for (int step = 0; step < 3; ++step) {
        named.model->zero_grad();
        cross_entropy(named.model->logits(batch), batch.target_out, {.ignore = 0}).backward();
        optimizer.step();
      }
      if (watched) {
        for (const AttentionCall& call : watch->calls()) call.weights();
        CHECK(watch->calls().empty() == (named.name == "gru none"));
      }
      for (const Variable& parameter : named.model->parameters()) all.push_back(parameter.value().clone());
      all.push_back(random_normal({3}, rng));
      results[watched].push_back(std::move(all));
    }
  }
  for (std::size_t model = 0; model < results[0].size(); ++model)
    check_same_bits("model " + std::to_string(model), {results[0][model], results[1][model]});
}

TEST_CASE("attention watch: the weights of every score follow from the formula that it announces",
          "[watch]") {
  Rng rng(5);
  for (const ScoreRow& row : score_table()) {
    INFO(row.name);
    const auto attention = make_attention(row.name, 4, 4, 3, rng);
    shuffle_parameters(*attention, rng);
    attention->eval();
    const Tensor Q = random_normal({2, 3, 4}, rng), K = random_normal({2, 5, 4}, rng);
    const AttentionWatch watch;
    const Attended attended = (*attention)(Q, K, K, length_mask({5, 0}, 5));
    AttentionCall call = watch.calls().at(0);
    check_same("handed over", call.weights(), attended.weights.value());
    check_same("values", call.v, K);
    CHECK(call.formula != ScoreFormula::unknown);
    CHECK(call.formula_holds());
    call.computed = Tensor();
    check_close("by the formula", call.weights(), attended.weights.value());
  }
}

TEST_CASE("attention watch: a score that does not announce its formula shows only its weights", "[watch]") {
  Rng rng(6);
  const DistanceAttention attention;
  const Tensor x = random_normal({1, 3, 4}, rng);
  const AttentionWatch watch;
  const Attended attended = attention(x, x, x);
  AttentionCall call = watch.calls().at(0);
  CHECK(call.formula == ScoreFormula::unknown);
  const std::vector<show::AttentionMap> maps = attention_maps({call});
  REQUIRE(maps.size() == 1);
  CHECK(std::holds_alternative<std::monostate>(maps[0].inside));
  check_same("weights", call.weights(), attended.weights.value());
  call.computed = Tensor();
  CHECK(error_of([&] { call.weights(); }) ==
        "attention watch: '' announced neither a formula nor weights; give AttentionCall one of them");
}

TEST_CASE("attention watch: a page does not show a formula that a derived class no longer follows",
          "[watch]") {
  Rng rng(9);
  const SharpDotAttention attention;
  const Tensor x = random_normal({1, 3, 4}, rng);
  const AttentionWatch watch;
  attention(x, x, x);
  CHECK(watch.calls().at(0).formula == ScoreFormula::dot_product);
  CHECK_FALSE(watch.calls()[0].formula_holds());
  CHECK(std::holds_alternative<std::monostate>(attention_maps(watch.calls()).at(0).inside));
}

TEST_CASE("attention watch: calls of one module over the same keys are joined into one call", "[watch]") {
  Rng rng(7);
  for (const char* const name : {"additive", "scaled"}) {
    const auto attention = make_attention(name, 4, 4, 3, rng);
    const Tensor Q = random_normal({2, 3, 4}, rng), K = random_normal({2, 5, 4}, rng),
                 other = random_normal({2, 5, 4}, rng), mask = length_mask({5, 2}, 5);
    const Variable prepared = attention->prepare_keys(K);
    const AttentionWatch watch;
    const Attended whole = attention->attend(Q, prepared, K, mask);
    const AttentionWatch steps;
    for (Index t = 0; t < 3; ++t) attention->attend(slice(Q, 1, t, t + 1), prepared, K, mask);
    (*attention)(Q, other, other, mask);
    CHECK(steps.calls().size() == 4);
    CHECK(watch.calls().size() == 5);
    const std::vector<AttentionCall> joined = steps.joined();
    REQUIRE(joined.size() == 2);
    check_close("weights", joined[0].weights(), whole.weights.value());
    check_close("queries", joined[0].q, watch.calls()[0].q);
    CHECK(joined[1].weights().shape() == Shape({2, 3, 5}));
  }
}

TEST_CASE("attention watch: calls are collected only while it is in scope, also by a nested watch",
          "[watch]") {
  const DotAttention attention;
  const Tensor x = ones({1, 2, 3});
  CHECK_FALSE(AttentionWatch::any());
  attention(x, x, x);
  {
    const AttentionWatch outer;
    attention(x, x, x);
    {
      const Scope scope("inner");
      const AttentionWatch inner;
      attention(x, x, x);
      CHECK(inner.calls().size() == 1);
      CHECK(inner.calls()[0].path == "inner");
    }
    CHECK(outer.calls().size() == 2);
  }
  CHECK_FALSE(AttentionWatch::any());
}

TEST_CASE("attention watch: three lines make a page of any model", "[watch]") {
  Rng rng(8);
  MultiheadAttention attention(4, 2, 0, rng);
  const Tensor x = random_normal({1, 3, 4}, rng);
  const AttentionWatch watch;
  attention(x, x, x, causal_mask(3));
  const std::string page = attention_page("Three words", {"the", "fox", "jumps"}, watch);
  CHECK(page.find("\"head\":1") != std::string::npos);
  CHECK(page.find("jumps") != std::string::npos);
  CHECK(error_of([] { attention_page("Nothing", {"the"}, AttentionWatch()); }) ==
        "attention_page: the watch saw no attention; run the model while it is in scope");
}
