#include "autograd/operations/softmax.h"
#include "autograd/watch/attention_watch.h"
#include "nn/attention/masks.h"
#include "nn/attention/multihead.h"
#include "nn/attention/scores.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

#include <cmath>
#include <limits>

using namespace heed;
using namespace heed::testing;

namespace {

// The interface of every kind of attention: queries, keys, values and mask in, output and weights out.
struct Kind {
  std::string name;
  std::shared_ptr<Module> module;
  std::function<Attended(const Variable& Q, const Variable& K, const Variable& V, const Tensor& mask)> attend;
};

// The whole family and the multi-head kind, for vectors of size 4, in evaluation.
std::vector<Kind> kinds(Rng& rng) {
  std::vector<Kind> all;
  for (const ScoreRow& row : score_table()) {
    const std::shared_ptr<Attention> attention = make_attention(row.name, 4, 4, 3, rng);
    all.push_back({row.name, attention,
                   [attention](const Variable& Q, const Variable& K, const Variable& V, const Tensor& mask) {
                     return (*attention)(Q, K, V, mask);
                   }});
  }
  const auto heads = std::make_shared<MultiheadAttention>(4, 2, 0.0, rng);
  all.push_back({"multi-head", heads,
                 [heads](const Variable& Q, const Variable& K, const Variable& V, const Tensor& mask) {
                   const AttentionWatch watch;
                   const Variable output = (*heads)(Q, K, V, mask);
                   return Attended{output, watch.calls().at(0).weights()};
                 }});
  for (const Kind& kind : all) {
    shuffle_parameters(*kind.module, rng);
    kind.module->eval();
  }
  return all;
}

// x (batch, time, size) and `more` further positions of large values that the mask must hide.
Tensor with_garbage(const Tensor& x, Index more, Rng& rng) {
  return concatenate({x, random_normal({x.size(0), more, x.size(2)}, rng, 0, 30)}, 1);
}

}  // namespace

TEST_CASE("masks: padding, lengths, causal, and their product", "[attention]") {
  CHECK(all_equal(padding_mask(token_rows({{5, 7, 0}, {4, 0, 0}})), tensor({{{1, 1, 0}}, {{1, 0, 0}}})));
  CHECK(all_equal(padding_mask(token_rows({{5, 9, 9}}), 9), tensor({{{1, 0, 0}}})));
  CHECK(all_equal(length_mask({2, 0, 3}, 3), tensor({{{1, 1, 0}}, {{0, 0, 0}}, {{1, 1, 1}}})));
  CHECK(all_equal(causal_mask(3), tensor({{1, 0, 0}, {1, 1, 0}, {1, 1, 1}})));
  CHECK(all_equal(length_mask({1, 3}, 3) * causal_mask(3),
                  tensor({{{1, 0, 0}, {1, 0, 0}, {1, 0, 0}}, {{1, 0, 0}, {1, 1, 0}, {1, 1, 1}}})));
}

TEST_CASE("attention: more padding does not change the output, and gets no gradient", "[attention]") {
  Rng rng(1);
  for (const Kind& kind : kinds(rng)) {
    const Tensor q = random_normal({2, 3, 4}, rng), k = random_normal({2, 5, 4}, rng),
                 v = random_normal({2, 5, 4}, rng), upstream = random_normal({2, 3, 4}, rng);
    const Attended tight = kind.attend(q, k, v, length_mask({5, 2}, 5));
    const Variable K = leaf(with_garbage(k, 4, rng)), V = leaf(with_garbage(v, 4, rng));
    const Attended padded = kind.attend(q, K, V, length_mask({5, 2}, 9));
    check_close(kind.name, padded.output.value(), tight.output.value());
    check_close(kind.name, slice(padded.weights.value(), -1, 0, 5), tight.weights.value());
    CHECK(max(reshape(abs(slice(padded.weights.value(), -1, 5, 9)), {-1}), 0).item() == 0);
    padded.output.backward(upstream);
    CHECK(all_equal(slice(K.grad(), 1, 5, 9), zeros({2, 4, 4})));
    CHECK(all_equal(slice(V.grad(), 1, 5, 9), zeros({2, 4, 4})));
  }
}

TEST_CASE("attention: NaN and infinity in the padding reach no output and no gradient",
          "[attention][hidden]") {
  Rng rng(21);
  for (const Kind& kind : kinds(rng)) {
    const Tensor q = random_normal({2, 3, 4}, rng), k = random_normal({2, 5, 4}, rng),
                 v = random_normal({2, 5, 4}, rng), upstream = random_normal({2, 3, 4}, rng);
    const auto padded_with = [&](const Tensor& x, double garbage) {
      return leaf(concatenate({x, full({2, 2, 4}, garbage)}, 1));
    };
    const auto results = [&](double garbage) {
      const Variable Q = leaf(q), K = padded_with(k, garbage), V = padded_with(v, garbage);
      const Variable output = kind.attend(Q, K, V, length_mask({5, 5}, 7)).output;
      std::vector<Tensor> all = parameter_gradients(*kind.module, output, upstream);
      for (const Tensor& x : {output.value(), Q.grad(), K.grad(), V.grad()}) all.push_back(x);
      return all;
    };
    const std::vector<Tensor> clean = results(0);
    for (const double garbage : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
      const std::vector<Tensor> got = results(garbage);
      for (std::size_t i = 0; i < clean.size(); ++i)
        check_close(kind.name + ", tensor " + std::to_string(i), got[i], clean[i]);
    }
    // A key that only some queries may see.
    Tensor x = random_normal({2, 5, 4}, rng);
    const Tensor before = kind.attend(x, x, x, causal_mask(5)).output.value();
    select(x, 1, 4).fill(std::nan(""));
    const Tensor after = kind.attend(x, x, x, causal_mask(5)).output.value();
    check_close(kind.name, slice(after, 1, 0, 4), slice(before, 1, 0, 4));
    if (kind.name != "hard") CHECK(std::isnan(after(0, 4, 0)));
  }
}

TEST_CASE("attention: the weights of visible keys sum to one, and the others are exactly zero",
          "[attention]") {
  Rng rng(2);
  const Tensor mask = length_mask({5, 2}, 5);
  for (const Kind& kind : kinds(rng)) {
    const Tensor x = random_normal({2, 5, 4}, rng);
    const Tensor weights = kind.attend(x, x, x, mask).weights.value();
    const Tensor total = sum(weights, -1);
    check_close(kind.name, total, ones(total.shape()));
    const Tensor hidden = weights.rank() == 4 ? unsqueeze(mask, 1) : mask;
    check_same(kind.name, weights * hidden, weights);
  }
}

TEST_CASE("attention: a query without a visible key gets zeros, and every gradient stays finite",
          "[attention]") {
  Rng rng(3);
  for (const Kind& kind : kinds(rng)) {
    INFO(kind.name);
    const Variable Q = leaf(random_normal({2, 3, 4}, rng)), K = leaf(random_normal({2, 5, 4}, rng)),
                   V = leaf(random_normal({2, 5, 4}, rng));
    const Attended attended = kind.attend(Q, K, V, length_mask({5, 0}, 5));
    const Tensor blind = select(attended.weights.value(), 0, 1);
    CHECK(all_equal(blind, zeros(blind.shape())));
    // Multi-head attention still adds its output's bias.
    Tensor expected = zeros({3, 4});
    if (const auto* heads = dynamic_cast<const MultiheadAttention*>(kind.module.get()))
      expected = expected + heads->output->bias->value();
    check_same("output", select(attended.output.value(), 0, 1), expected);
    for (const Tensor& gradient :
         parameter_gradients(*kind.module, attended.output, random_normal({2, 3, 4}, rng)))
      CHECK(all_finite(gradient));
    for (const Variable& input : {Q, K, V}) {
      CHECK(all_finite(input.grad()));
      CHECK(all_equal(select(input.grad(), 0, 1), zeros(select(input.grad(), 0, 1).shape())));
      CHECK_FALSE(all_equal(select(input.grad(), 0, 0), zeros(select(input.grad(), 0, 0).shape())));
    }
  }
}

TEST_CASE("attention: the causal mask leaks nothing", "[attention]") {
  Rng rng(4);
  const Index time = 5;
  for (const Kind& kind : kinds(rng)) {
    const Tensor x = random_normal({2, time, 4}, rng);
    const Tensor before = kind.attend(x, x, x, causal_mask(time)).output.value();
    for (Index changed = 0; changed < time; ++changed) {
      INFO(kind.name << ", position " << changed);
      Tensor y = x.clone();
      select(y, 1, changed).copy_from(random_normal({2, 4}, rng));
      const Tensor after = kind.attend(y, y, y, causal_mask(time)).output.value();
      check_same("before", slice(after, 1, 0, changed), slice(before, 1, 0, changed));
      // Hard attention may still read the same value.
      const bool soft = !std::dynamic_pointer_cast<HardAttention>(kind.module);
      if (soft) CHECK_FALSE(all_close(select(after, 1, changed), select(before, 1, changed)));
    }
  }
}

TEST_CASE("attention: prepared keys can be used for several calls", "[attention]") {
  Rng rng(5);
  for (const ScoreRow& row : score_table()) {
    const auto attention = make_attention(row.name, 4, 4, 3, rng);
    attention->eval();
    const Tensor Q = random_normal({2, 3, 4}, rng), K = random_normal({2, 5, 4}, rng);
    const Tensor mask = length_mask({5, 3}, 5);
    const Attended whole = (*attention)(Q, K, K, mask);
    const Variable prepared = attention->prepare_keys(K);
    for (Index query = 0; query < 3; ++query) {
      const Attended one = attention->attend(slice(Q, 1, query, query + 1), prepared, K, mask);
      check_close("output", one.output.value(), slice(whole.output.value(), 1, query, query + 1));
    }
  }
}

TEST_CASE(
    "cosine attention: lengths of queries and keys do not matter, and a vector of zeros is nothing special",
    "[attention]") {
  Rng rng(6);
  const auto attention = make_attention("cosine", 4, 4, 3, rng);
  const Tensor Q = random_normal({1, 2, 4}, rng), K = random_normal({1, 3, 4}, rng);
  check_close("longer", (*attention)(Q * 3, K * 0.5, K).output.value(), (*attention)(Q, K, K).output.value());
  const Variable nothing = leaf(zeros({1, 2, 4}));
  const Attended even = (*attention)(nothing, K, K);
  check_close("even", even.weights.value(), full({1, 2, 3}, 1.0 / 3));
  even.output.backward(ones({1, 2, 4}));
  CHECK(all_finite(nothing.grad()));
}

TEST_CASE("cosine attention: the cosine of parallel vectors is 1 at every length above 0", "[attention]") {
  Rng rng(16);
  const auto attention = make_attention("cosine", 2, 2, 3, rng);
  // The gradient of cos(q, k) for k = (1, 0): (1 - cos², -cos sin) / |q|, with q = s (.6, .8).
  for (const double s : {1e-40, 1e-30, 1e-20, 1e-12, 1e-7, 1e-6, 1e-5, 1e-3, 1.0, 1e5, 1e19, 1e30}) {
    CAPTURE(s);
    const auto cosine = [&](const Variable& q, const Tensor& k) {
      return attention->scores(attention->prepare_queries(q), attention->prepare_keys(k));
    };
    const Tensor q = tensor({{{0.6, 0.8}}}) * s;
    // At 1e-40, a float has 17 bits.
    const double rounding = s < 1e-38 && sizeof(Scalar) == 4
                                ? 1e-4
                                : 8 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
    CHECK(std::abs(static_cast<double>(cosine(q, tensor({{{3, 4}}})).item()) - 1) <= rounding);
    CHECK(std::abs(static_cast<double>(cosine(q, q).item()) - 1) <= rounding);
    CHECK(std::abs(static_cast<double>(cosine(q, tensor({{{4, -3}}})).item())) <= rounding);
    if (s < 1e-38) continue;  // 1 / s is not a float
    const Variable x = leaf(q);
    cosine(x, tensor({{{1, 0}}})).backward();
    check_close("gradient", x.grad() * s, tensor({{{1 - 0.36, -0.48}}}));
    const Variable one = leaf(tensor({{{s}}}));  // a single number has the cosine 1 or -1, and no gradient
    cosine(one, tensor({{{-2}}})).backward();
    CHECK(one.grad().item() == 0);
  }
  const Variable nothing = leaf(zeros({1, 1, 2}));
  attention->scores(attention->prepare_queries(nothing), nothing).backward();
  CHECK(all_finite(nothing.grad()));
}

TEST_CASE("hard attention: in evaluation it reads the value with the largest weight", "[attention]") {
  Rng rng(7);
  const auto hard = make_attention("hard", 4, 4, 3, rng);
  hard->eval();
  const Tensor Q = random_normal({2, 3, 4}, rng), K = random_normal({2, 5, 4}, rng),
               V = random_normal({2, 5, 2}, rng), mask = length_mask({5, 2}, 5);
  const Tensor soft = softmax(hard->scores(hard->prepare_queries(Q), hard->prepare_keys(K)).value(), mask);
  const Attended attended = (*hard)(Q, K, V, mask);
  for (Index row = 0; row < 2; ++row) {
    for (Index query = 0; query < 3; ++query) {
      Index best = 0;
      for (Index key = 1; key < 5; ++key)
        if (soft(row, query, key) > soft(row, query, best)) best = key;
      for (Index key = 0; key < 5; ++key)
        CHECK(attended.weights.value()(row, query, key) == (key == best ? 1 : 0));
      for (Index i = 0; i < 2; ++i) CHECK(attended.output.value()(row, query, i) == V(row, best, i));
    }
  }
}

TEST_CASE("hard attention: in training it reads each value in proportion to its weight", "[attention]") {
  Rng rng(8);
  const HardAttention hard(4, 4, 3, rng);
  const Tensor scores = log(tensor({{{0.1, 5, 0.2, 0.7}}})), mask = tensor({{{1, 0, 1, 1}}});
  const Index draws = 4000;
  const Tensor soft = softmax(scores, mask);
  const Tensor weights = hard.weigh(expand(scores, {1, draws, 4}).contiguous(), mask).value();
  check_same("one key per query", sum(weights, -1), ones({1, draws}));
  const Tensor often = sum(weights, 1);
  for (Index key = 0; key < 4; ++key) {
    const double p = soft(0, 0, key), expected = p * static_cast<double>(draws);
    INFO("key " << key << ": weight " << p << ", chosen " << often(0, key));
    CHECK(std::abs(often(0, key) - expected) <=
          6 * std::sqrt(expected * (1 - p)));  // six standard deviations
  }
  CHECK(often(0, 1) == 0);
}

TEST_CASE("hard attention: a NaN stays NaN, and only where the mask shows it", "[attention]") {
  Rng rng(17);
  HardAttention hard(4, 4, 3, rng);
  const Tensor scores = tensor({{{1, NAN, 3}}}), without_nan = tensor({{{1, 0, 1}}});
  for (bool training : {true, false}) {
    hard.train(training);
    CHECK(std::isnan(sum(hard.weigh(scores, {}).value()).item()));
    CHECK(sum(hard.weigh(scores, without_nan).value()).item() == 1);
  }
}

TEST_CASE("hard attention: its gradient is that of soft attention", "[attention]") {
  Rng rng(9);
  HardAttention hard(4, 4, 3, rng);
  const Tensor scores = random_normal({1, 2, 5}, rng), upstream = random_normal({1, 2, 5}, rng);
  const Variable a = leaf(scores), b = leaf(scores.clone());
  hard.weigh(a, {}).backward(upstream);
  softmax(b).backward(upstream);
  check_same("scores", a.grad(), b.grad());
}

TEST_CASE("multi-head attention: one head is the scaled score between projections", "[attention]") {
  Rng rng(10);
  MultiheadAttention heads(4, 1, 0, rng);
  shuffle_parameters(heads, rng);
  const Tensor Q = random_normal({2, 3, 4}, rng), K = random_normal({2, 5, 4}, rng),
               mask = length_mask({5, 2}, 5);
  const AttentionWatch watch;
  const Variable output = heads(Q, K, K, mask);
  const auto single = make_attention("scaled", 4, 4, 4, rng);
  const Attended expected = (*single)(heads.query(Q), heads.key(K), heads.value(K), mask);
  check_close("weights", squeeze(watch.calls().at(0).weights(), 1), expected.weights.value());
  check_close("output", output.value(), heads.output(expected.output).value());
}

TEST_CASE("multi-head attention: output and gradients equal those of the paper's formula", "[attention]") {
  Rng rng(12);
  struct Size {
    Index queries, keys;
  };
  // One block of queries and keys, and several blocks, the last of which are not full.
  for (const Size size : {Size{3, 5}, Size{70, 600}}) {
    for (const double dropout : {0.0, 0.4}) {
      MultiheadAttention heads(4, 2, dropout, rng);
      shuffle_parameters(heads, rng);
      const Tensor q = random_normal({2, size.queries, 4}, rng), k = random_normal({2, size.keys, 4}, rng),
                   v = random_normal({2, size.keys, 4}, rng),
                   upstream = random_normal({2, size.queries, 4}, rng);
      // Some keys are hidden at random; one query sees only the last key, and one sees no key.
      Tensor mask = less(random_uniform({2, size.queries, size.keys}, rng), scalar(0.7)).clone();
      slice(slice(mask, 1, 0, 2), 2, 0, size.keys).fill(0);
      slice(slice(mask, 1, 0, 1), 2, size.keys - 1, size.keys).fill(1);
      const std::string dice = rng.save();
      std::vector<std::vector<Tensor>> results;
      for (const bool in_full : {true, false}) {
        rng.restore(dice);
        const Variable Q = leaf(q), K = leaf(k), V = leaf(v);
        const Variable output =
            in_full ? multihead_output(heads, multihead_weights(heads, Q, K, mask), V) : heads(Q, K, V, mask);
        results.push_back(parameter_gradients(heads, output, upstream));
        for (const Tensor& tensor : {output.value(), Q.grad(), K.grad(), V.grad()})
          results.back().push_back(tensor);
      }
      for (std::size_t i = 0; i < results[0].size(); ++i)
        check_close("tensor " + std::to_string(i), results[1][i], results[0][i]);
    }
  }
}

TEST_CASE("attention names the sizes or shapes that do not fit", "[attention]") {
  Rng rng(11);
  CHECK(error_of([&] { MultiheadAttention(6, 4, 0, rng); }) ==
        "multi-head attention: a size of 6 does not divide into 4 heads");
  CHECK(error_of([&] { make_attention("dot", 3, 4, 5, rng); }) ==
        "attention: the score 'dot' compares vectors of one size, not queries of size 3 with keys of size 4; "
        "project one of them, or choose general or additive");
  CHECK(error_of([&] { make_attention("cosin", 4, 4, 5, rng); }) ==
        "attention: there is no score 'cosin'; choose one of additive, dot, scaled, general, cosine, hard");
  const MultiheadAttention heads(4, 2, 0, rng);
  const Tensor x = random_normal({2, 3, 4}, rng), flat = random_normal({3, 4}, rng);
  CHECK(error_of([&] { heads(flat, x, x, {}); }) ==
        "multi-head attention: the queries must have shape (batch, time, 4), not (3, 4)");
  CHECK(error_of([&] { heads(x, x, flat, {}); }) ==
        "multi-head attention: the values must have shape (batch, time, 4), not (3, 4)");
  CHECK(error_of([&] { heads(x, HeadMemory(), {}); }) ==
        "multi-head attention: the memory is empty; fill it with remember(K, V)");
}
