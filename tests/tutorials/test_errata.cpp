// The entries of tutorials/ERRATA.md about scores, weights and sums, shown by the library.
#include "autograd/operations/softmax.h"
#include "nn/attention/masks.h"
#include "nn/attention/scores.h"
#include "nn/recurrent/gru.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tests/catch.h"

#include <cmath>
#include <limits>

using namespace heed;

namespace {

// Sixteen times the rounding of one operation: these sums have fewer than sixteen terms, each of
// them about one in magnitude.
constexpr double rounding = 16 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());

double largest(const Tensor& x) { return static_cast<double>(max(abs(x)).item()); }
Tensor batch_of_one(const Tensor& x) { return unsqueeze(x, 0); }

// Returns the gradient of the softmax with respect to its scores, for a random upstream gradient.
Tensor score_gradient(const Tensor& scores) {
  Rng rng(3);
  const Variable s = leaf(scores);
  softmax(s).backward(random_normal(scores.shape(), rng));
  return s.grad();
}

}  // namespace

TEST_CASE("errata: a softmax sums to one, over two equal scores and over a single score", "[errata]") {
  REQUIRE(all_close(softmax(tensor({0, 0})), tensor({0.5, 0.5}), rounding));
  REQUIRE(all_equal(softmax(tensor({0})), tensor({1})));
}

TEST_CASE("errata: two elements of one number attend to each other", "[errata]") {
  const Tensor x = batch_of_one(tensor({{0}, {1}}));
  const double w = std::exp(1) / (1 + std::exp(1));
  const Attended dot = DotAttention()(x, x, x), scaled = ScaledDotAttention()(x, x, x);
  REQUIRE(all_close(dot.weights.value(), tensor({{{0.5, 0.5}, {1 - w, w}}}), rounding));
  REQUIRE(all_close(dot.output.value(), tensor({{{0.5}, {w}}}), rounding));
  REQUIRE(all_equal(dot.output.value(), scaled.output.value()));  // sqrt(d_k) is 1
}

TEST_CASE("errata: the scaled score is divided by sqrt(d_k) once, the plain score never", "[errata]") {
  Rng rng(1);
  const Tensor Q = random_normal({1, 3, 9}, rng), K = random_normal({1, 4, 9}, rng);
  const Tensor products = matmul(Q, transpose(K));
  REQUIRE(all_equal(DotAttention().scores(Q, K).value(), products));
  REQUIRE(all_close(ScaledDotAttention().scores(Q, K).value(), products / 3.0, rounding, rounding));
}

TEST_CASE("errata: products of random vectors keep variance 1 when divided by sqrt(d_k), not by d_k",
          "[errata]") {
  Rng rng(2);
  const Index d_k = 64, pairs = 4096;
  const Tensor products =
      sum(random_normal({pairs, d_k}, rng) * random_normal({pairs, d_k}, rng), -1);  // independent
  // The variance of n samples' variance is about 2 / n (here 3 + 6 / d_k instead of 3 in the fourth
  // moment); six standard deviations are allowed.
  const double allowed = 6 * std::sqrt((2 + 6.0 / 64) / 4096);
  const auto variance_of = [](const Tensor& x) { return static_cast<double>(var(x, 0).item()); };
  REQUIRE(std::abs(variance_of(products) / 64 - 1) < allowed);
  REQUIRE(std::abs(variance_of(products / 8.0) - 1) < allowed);
  REQUIRE(std::abs(variance_of(products / 64.0) - 1.0 / 64) < allowed / 64);
}

TEST_CASE("errata: a saturated softmax passes hardly any gradient, and large scores never make it explode",
          "[errata]") {
  const Tensor scores = tensor({1, -0.5, 0.3, 0});
  const double gentle = largest(score_gradient(scores));
  const double saturated = largest(score_gradient(scores * 40.0));
  REQUIRE(gentle > 0.01);
  // The two largest scores are 28 apart, so the rest of the weight is below 2 e^-28 = 1.4e-12, and
  // the four standard normal upstream gradients differ by less than 10.
  REQUIRE(saturated < 1.4e-11);
  // dL/ds_j = w_j (g_j - sum_i w_i g_i): a weight and the share of the others, times the difference of
  // two gradients. w (1 - w) is at most 1/4.
  Rng rng(3);
  const Tensor upstream = random_normal(scores.shape(), rng);  // that of score_gradient()
  const double range = static_cast<double>((max(upstream) - min(upstream)).item());
  for (const double scale : {0.01, 0.1, 1.0, 10.0, 100.0, 1000.0}) {
    REQUIRE(largest(score_gradient(scores * scale)) <= range / 4 * (1 + rounding));
  }
}

TEST_CASE("errata: the weights of each query sum to one, and all of them to the number of queries",
          "[errata]") {
  Rng rng(4);
  const Tensor Q = random_normal({1, 5, 4}, rng), K = random_normal({1, 3, 4}, rng);
  const Tensor weights = ScaledDotAttention()(Q, K, K).weights.value();
  REQUIRE(all_close(sum(weights, -1), ones({1, 5}), rounding));
  REQUIRE(all_close(sum(weights), scalar(5), 5 * rounding));
}

TEST_CASE("errata: a context vector lies between the states that it mixes", "[errata]") {
  Rng rng(5);
  const Tensor Q = random_normal({1, 5, 4}, rng), states = random_normal({1, 7, 4}, rng);
  const Tensor context = ScaledDotAttention()(Q, states, states).output.value();
  REQUIRE(all_equal(maximum(context, min(states, 1, keep_axis) - rounding), context));
  REQUIRE(all_equal(minimum(context, max(states, 1, keep_axis) + rounding), context));
}

TEST_CASE("errata: dividing by sqrt(d_k) does not keep e^score finite; subtracting the maximum does",
          "[errata]") {
  const Tensor scores = tensor({8000, 0}) / 8.0;  // d_k = 64
  REQUIRE_FALSE(all_finite(exp(scores)));
  REQUIRE(all_equal(softmax(scores), tensor({1, 0})));
}

TEST_CASE("errata: log(exp(x)) is x, until exp(x) overflows; log-sum-exp does not", "[errata]") {
  const Tensor small = tensor({-2, 0, 1.5});
  REQUIRE(all_close(log(exp(small)), small, rounding, rounding));
  REQUIRE(all_close(softmax(log(exp(small))), softmax(small), rounding));
  const Tensor large = tensor({1000, 1000});
  REQUIRE_FALSE(all_finite(log(exp(large))));
  REQUIRE(all_close(log_sum_exp(large, 0), scalar(1000 + std::log(2)), rounding));
}

TEST_CASE("errata: a log-softmax does not give weights: no value is positive", "[errata]") {
  const Tensor logs = log_softmax(tensor({1, 2, 3}));
  REQUIRE(all_equal(minimum(logs, zeros({3})), logs));
  REQUIRE(static_cast<double>(sum(logs).item()) < 0);
  REQUIRE(all_close(sum(exp(logs)), scalar(1), rounding));
}

TEST_CASE("errata: a sum weighted by scores grows with the sentence, a sum by weights does not", "[errata]") {
  const Tensor q = tensor({{1, 1}});
  for (const Index n : {2, 20, 200}) {
    const Tensor K = ones({n, 2}), V = full({n, 1}, 3);
    const Tensor scores = matmul(q, transpose(K));
    REQUIRE(all_close(matmul(scores, V), full({1, 1}, 6.0 * static_cast<double>(n)), 200 * rounding));
    REQUIRE(all_close(matmul(softmax(scores), V), full({1, 1}, 3), 200 * rounding));
  }
  const Tensor opposite = CosineAttention().scores(tensor({{{1, 0}}}), tensor({{{-1, 0}}})).value();
  REQUIRE(static_cast<double>(opposite.item()) < -0.99);  // a share cannot be negative
}

TEST_CASE("errata: 16 queries of 512 over 16 keys have weights (16, 16)", "[errata]") {
  Rng rng(4);
  const Tensor x = random_uniform({1, 16, 512}, rng);
  const Attended result = ScaledDotAttention()(x, x, x);
  REQUIRE(result.output.shape() == Shape({1, 16, 512}));
  REQUIRE(result.weights.shape() == Shape({1, 16, 16}));
}

TEST_CASE("errata: the output has one row for each query, and queries come from the decoder", "[errata]") {
  Rng rng(5);
  const Tensor decoder = random_normal({1, 3, 4}, rng), encoder = random_normal({1, 7, 4}, rng);
  REQUIRE(ScaledDotAttention()(decoder, encoder, encoder).output.shape() == Shape({1, 3, 4}));
}

TEST_CASE("errata: with attention the decoder reads every state of the encoder", "[errata]") {
  Rng rng(6);
  const Variable states = leaf(random_normal({1, 7, 4}, rng));
  const Attended result = ScaledDotAttention()(random_normal({1, 1, 4}, rng), states, states);
  result.output.backward(ones({1, 1, 4}));
  const Tensor reached = max(abs(states.grad()), -1);  // (1, 7)
  for (Index word = 0; word < 7; ++word) REQUIRE(reached(0, word) > 0);
}

TEST_CASE("errata: attention has no recurrence and no order; a GRU has both", "[errata]") {
  Rng rng(8);
  const Tensor x = random_normal({1, 5, 4}, rng);
  const Tensor reversed = concatenate(
      {slice(x, 1, 4, 5), slice(x, 1, 3, 4), slice(x, 1, 2, 3), slice(x, 1, 1, 2), slice(x, 1, 0, 1)}, 1);
  const Tensor query = slice(x, 1, 0, 1);
  const Tensor together = ScaledDotAttention()(x, x, x).output.value();
  // A single query gets the same output as among others, and the order of the keys does not matter.
  REQUIRE(all_close(ScaledDotAttention()(query, x, x).output.value(), slice(together, 1, 0, 1), rounding,
                    rounding));
  REQUIRE(all_close(ScaledDotAttention()(query, reversed, reversed).output.value(), slice(together, 1, 0, 1),
                    rounding, rounding));
  const GRU gru(4, 4, rng);
  REQUIRE_FALSE(all_close(gru(x).final[0].value(), gru(reversed).final[0].value(), 1e-2));
}

TEST_CASE("errata: the weights show the importance, the sum does not", "[errata]") {
  const Tensor V = tensor({{1, 0}, {0, 1}, {1, 0}});
  REQUIRE(all_equal(matmul(tensor({0.5, 0.5, 0}), V), matmul(tensor({0, 0.5, 0.5}), V)));
  // And weights alone do not say how much each word changes the output: a value of
  // zero changes nothing.
  REQUIRE(all_equal(matmul(tensor({0.75, 0.25}), tensor({{0, 0}, {1, 1}})), tensor({0.25, 0.25})));
}

TEST_CASE("errata: soft attention is differentiable, hard attention is not", "[errata]") {
  Rng rng(9);
  HardAttention hard(2, 2, 4, rng);
  hard.eval();
  const Tensor V = tensor({{{1}, {2}}});
  const auto moved = [&](const Attention& attention, double by) {
    const Tensor scores = tensor({{{0.4, 0.1}}}) + by * tensor({{{1, 0}}});
    return static_cast<double>(matmul(attention.weigh(scores, {}), Variable(V)).item());
  };
  REQUIRE(moved(hard, 0) == moved(hard, 0.2));   // a step function: flat, derivative 0
  REQUIRE(moved(hard, 0) != moved(hard, -0.4));  // and then a jump
  REQUIRE(moved(DotAttention(), 0) > moved(DotAttention(), 0.2));
}

TEST_CASE("errata: hard attention of a sequence over itself is both kinds at once", "[errata]") {
  Rng rng(10);
  const HardAttention hard(4, 4, 6, rng);
  const Tensor x = random_normal({1, 5, 4}, rng);
  const Attended read = hard(x, x, x);
  const Tensor weights = read.weights.value();
  for (Index query = 0; query < 5; ++query) {
    const Index chosen = argmax(select(select(weights, 0, 0), 0, query))[0];
    REQUIRE(weights(0, query, chosen) == 1);  // it reads one word of its own sequence, whole
    REQUIRE(
        all_equal(select(select(read.output.value(), 0, 0), 0, query), select(select(x, 0, 0), 0, chosen)));
  }
}

TEST_CASE("errata: a tanh on the score bounds every weight", "[errata]") {
  const Index n = 9;  // the words of document 4's sentence
  Tensor scores = full({n}, -50);
  scores.at(0) = 50;
  const double bound = std::exp(2) / (std::exp(2) + static_cast<double>(n - 1));  // 0.48: never half
  REQUIRE(static_cast<double>(softmax(tanh(scores))(0)) <= bound * (1 + rounding));
  REQUIRE(static_cast<double>(softmax(scores)(0)) > 0.999);
}

TEST_CASE("errata: additive scores compare all pairs; adding the two sequences does not", "[errata]") {
  Rng rng(10);
  const AdditiveAttention attention(4, 4, 6, rng);
  const Tensor nine = random_normal({1, 9, 4}, rng), seven = random_normal({1, 7, 4}, rng);
  REQUIRE(attention(nine, seven, seven).weights.shape() == Shape({1, 9, 7}));
  REQUIRE_THROWS_WITH(nine + seven, Catch::Contains("(1, 9, 4)") && Catch::Contains("(1, 7, 4)"));
}

TEST_CASE("errata: a mask must act", "[errata]") {
  Rng rng(11);
  const Tensor x = random_normal({1, 3, 4}, rng);
  const Tensor weights = ScaledDotAttention()(x, x, x, causal_mask(3)).weights.value();
  REQUIRE(weights(0, 0, 1) == 0);
  REQUIRE(weights(0, 0, 2) == 0);
  REQUIRE(weights(0, 1, 2) == 0);
}
