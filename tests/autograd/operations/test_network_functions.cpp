// Tests that the table of cases cannot express: masks, padding, random numbers, extreme values, error texts.
#include "autograd/operations/additive_scores.h"
#include "autograd/operations/attention.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/dropout.h"
#include "autograd/operations/embedding.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/layer_norm.h"
#include "autograd/operations/losses.h"
#include "autograd/operations/products.h"
#include "autograd/operations/recurrence.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "tensor/ground/error.h"
#include "tensor/raw/fold.h"
#include "tests/catch.h"

#include <cmath>
#include <limits>

using namespace heed;
using Catch::Matchers::Contains;

namespace {

TokenMatrix tokens(const std::vector<Token>& ids) {
  TokenMatrix matrix(1, static_cast<Index>(ids.size()));
  matrix.ids = ids;
  return matrix;
}

}  // namespace

namespace {

template <class X, class Axis>
concept Softmax = requires(X x, Axis axis) {
  softmax(x, axis);
};
template <class X, class Axis>
concept LogSoftmax = requires(X x, Axis axis) {
  log_softmax(x, axis);
};
template <class X, class Axis>
concept Argmax = requires(X x, Axis axis) {
  argmax(x, axis);
};
template <class X, class Axis>
concept Argmin = requires(X x, Axis axis) {
  argmin(x, axis);
};

// `true` would be taken for axis 1.
static_assert(Softmax<Tensor, int> && LogSoftmax<Variable, int> && Argmax<Tensor, int> &&
              Argmin<Tensor, int>);
static_assert(!Softmax<Tensor, bool> && !Softmax<Variable, bool> && !LogSoftmax<Tensor, bool> &&
              !LogSoftmax<Variable, bool> && !Argmax<Tensor, bool> && !Argmin<Tensor, bool>);

}  // namespace

TEST_CASE("a hidden position has weight 0 and gets no gradient; a fully hidden row is zeros", "[softmax]") {
  const Variable scores = leaf(tensor({{1, 2, 3}, {4, 5, 6}}));
  const Tensor mask = tensor({{1, 0, 1}, {0, 0, 0}});
  const Variable weights = softmax(scores, mask);
  CHECK(weights.value()(0, 1) == 0);
  CHECK(all_equal(select(weights.value(), 0, 1), zeros({3})));
  weights.backward(tensor({{1, 100, 2}, {1, 2, 3}}));
  CHECK(scores.grad()(0, 1) == 0);
  CHECK(scores.grad()(0, 0) != 0);
  CHECK(all_equal(select(scores.grad(), 0, 1), zeros({3})));
}

TEST_CASE("a mask that is changed in place before backward is noticed or does no harm", "[softmax]") {
  const Tensor ordinary = tensor({{1, 0, 1}, {1, 1, 0}});
  const auto gradient = [&](auto function, bool change) {
    const Variable x = leaf(tensor({{1, 2, 3}, {6, 5, 4}}));
    Tensor mask = ordinary.clone();
    const Variable y = function(x, mask);
    if (change) mask.fill(1);
    y.backward(tensor({{1, 2, 3}, {4, 5, 7}}));
    return x.grad();
  };
  const auto by_softmax = [](const Variable& x, const Tensor& mask) { return softmax(x, mask); };
  const auto by_fill = [](const Variable& x, const Tensor& mask) { return masked_fill(x, mask, 0); };
  const auto by_where = [](const Variable& x, const Tensor& mask) { return where(mask, x, -x); };
  const Variable square = tensor({{1, 2, 0}, {0, 1, 1}, {1, 0, 2}});
  const auto by_attention = [&](const Variable& x, const Tensor& mask) {
    return attention(x, square, square, mask);
  };
  CHECK(all_equal(gradient(by_softmax, true), gradient(by_softmax, false)));
  CHECK_THROWS_WITH(gradient(by_fill, true), Contains("was changed in place"));
  CHECK_THROWS_WITH(gradient(by_where, true), Contains("was changed in place"));
  CHECK_THROWS_WITH(gradient(by_attention, true), Contains("was changed in place"));
  CHECK_NOTHROW(gradient(by_attention, false));
}

TEST_CASE("log_softmax is -infinity at hidden positions, and no gradient flows there", "[softmax]") {
  const Variable scores = leaf(tensor({{1, 2, 3}, {4, 5, 6}}));
  const Variable y = log_softmax(scores, tensor({{1, 0, 1}, {0, 0, 0}}));
  CHECK(y.value()(0, 1) == minus_infinity);
  CHECK(y.value()(1, 2) == minus_infinity);
  y.backward(tensor({{1, 100, 2}, {1, 2, 3}}));
  CHECK(all_finite(scores.grad()));
  CHECK(scores.grad()(0, 1) == 0);
  CHECK(all_equal(select(scores.grad(), 0, 1), zeros({3})));
}

TEST_CASE("log_sum_exp over an empty axis is -infinity, as a sum is 0", "[softmax]") {
  const Variable x = leaf(zeros({3, 0, 2}));
  const Variable y = log_sum_exp(x, 1);
  CHECK(all_equal(y.value(), full({3, 2}, minus_infinity)));
  y.backward(ones({3, 2}));
  CHECK(x.grad().shape() == Shape{3, 0, 2});
}

TEST_CASE("log_sum_exp of -infinity only is -infinity, and no gradient flows", "[softmax]") {
  const Variable x = leaf(full({2, 3}, minus_infinity));
  const Variable y = log_sum_exp(x, 1);
  CHECK(y.value()(0) == minus_infinity);
  y.backward(ones({2}));
  CHECK(all_equal(x.grad(), zeros({2, 3})));
}

TEST_CASE("softmax and cross_entropy are finite for large scores", "[softmax]") {
  const Variable x = leaf(tensor({{1e4, -1e4, 0}, {-1e30, 1e30, 0}}));
  CHECK(all_equal(softmax(x).value(), tensor({{1, 0, 0}, {0, 1, 0}})));
  const Variable loss = cross_entropy(x, tokens({0, 1}));
  CHECK(loss.item() == 0);
  loss.backward();
  CHECK(all_equal(x.grad(), zeros({2, 3})));
  CHECK(cross_entropy(x, tokens({1, 1})).item() == Approx(1e4));  // (2e4 + 0) / 2
}

namespace {

// Whether each element is within `bound` epsilons of the expected number, relative to it or to 1.
bool near(const Tensor& x, const Tensor& expected, double bound = 8) {
  const double eps = std::numeric_limits<Scalar>::epsilon();
  return all_close(x, expected, bound * eps, bound * eps);
}

}  // namespace

TEST_CASE("losses and gradients keep the differences of large logits", "[softmax][large]") {
  const double log2 = std::log(2.0);
  for (const double size : {0.0, 1e4, 1e6, 1e8, 1e14, 1e20, -1e20}) {
    CAPTURE(size);
    const Tensor logits = full({1, 2}, size);
    const auto loss_and_gradient = [&](const CrossEntropyOptions& options) {
      const Variable x = leaf(logits);
      const Variable loss = cross_entropy(x, tokens({0}), options);
      loss.backward();
      return concatenate({reshape(loss.value(), {1}), reshape(x.grad(), {2})}, 0);
    };
    CHECK(near(loss_and_gradient({}), tensor({log2, -0.5, 0.5})));
    CHECK(near(loss_and_gradient({.smoothing = 0.1}), tensor({log2, -0.45, 0.45})));
    // sum_c w_c q_c log 2 with q = (.95, .05)
    const Tensor w = tensor({1, 3});
    CHECK(near(loss_and_gradient({.smoothing = 0.1, .reduction = Reduction::sum, .class_weights = w}),
               tensor({1.1 * log2, 0.55 - 0.95, 0.55 - 0.15})));

    const Variable x = leaf(logits);
    log_sum_exp(x, 1).backward(tensor({1}));
    CHECK(near(x.grad(), tensor({{0.5, 0.5}})));

    // Two equal scores: P = .5, D = .5, dS = (-.25, .25)
    const Variable Q = leaf(full({1, 1}, size)), K = leaf(ones({2, 1})), V = leaf(tensor({{0}, {1}}));
    const Variable output = attention(Q, K, V);
    CHECK(output.item() == Scalar{0.5});
    output.backward();
    CHECK(near(V.grad(), tensor({{0.5}, {0.5}})));
    CHECK(near(Q.grad(), tensor({{0}})));
    CHECK(near(K.grad() / (size == 0 ? 1 : size), size == 0 ? zeros({2, 1}) : tensor({{-0.25}, {0.25}})));
  }
  // 1e6 and 1e6 + 1 are floats: the loss of the first is log(1 + e).
  CHECK(
      near(cross_entropy(tensor({{1e6, 1e6 + 1}}), tokens({0})).value(), scalar(std::log1p(std::exp(1.0)))));
  // |x| 1e8, where x - x t would be rounded to 8
  const auto binary = [](double x, double t) {
    return binary_cross_entropy_with_logits(tensor({x}), tensor({t})).item();
  };
  CHECK(binary(1e8, 1) == 0);
  CHECK(binary(-1e8, 0) == 0);
  CHECK(binary(1e8, 0) == static_cast<Scalar>(1e8));
  CHECK(binary(1e8, 1 - 0x1p-20) == static_cast<Scalar>(1e8 * 0x1p-20));
  CHECK(binary(-1e8, 0x1p-20) == static_cast<Scalar>(1e8 * 0x1p-20));
  CHECK(binary(1e17, 1 - 0x1p-20) == static_cast<Scalar>(1e17 * 0x1p-20));  // in double, x t is rounded to 16
}

TEST_CASE("log_softmax: the gradient at a visible score of -infinity counts, and at a hidden one does not",
          "[softmax]") {
  const Variable x = leaf(tensor({{1, minus_infinity, 2}, {1, minus_infinity, 2}, {minus_infinity, 5, 2}}));
  const double p = 1 / (1 + std::exp(1.0));  // of 1 beside 2
  const Tensor dy = tensor({{3, 5, 7}, {3, 5, 7}, {3, 5, 7}});
  log_softmax(x).backward(dy);
  CHECK(near(slice(x.grad(), 0, 0, 1), tensor({{3 - 15 * p, 5, 7 - 15 * (1 - p)}}), 40));
  const Variable z = leaf(x.value());
  log_softmax(z, tensor({{1, 1, 1}, {1, 0, 1}, {1, 0, 1}})).backward(dy);
  CHECK(near(z.grad(),
             tensor({{3 - 15 * p, 5, 7 - 15 * (1 - p)}, {3 - 10 * p, 0, 7 - 10 * (1 - p)}, {3, 0, -3}}), 40));
}

TEST_CASE("softmax: NaN in the gradient of a hidden position goes nowhere", "[softmax][hidden]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Tensor mask = tensor({{1, 0, 1}}), finite = tensor({{1, 0, 2}}), broken = tensor({{1, nan, 2}});
  const auto gradient = [&](auto function, const Tensor& dy) {
    const Variable x = leaf(tensor({{1, 2, 3}}));
    function(x, mask).backward(dy);
    return x.grad();
  };
  const auto plain = [](const Variable& x, const Tensor& m) { return softmax(x, m); };
  const auto logarithm = [](const Variable& x, const Tensor& m) { return log_softmax(x, m); };
  CHECK(all_equal(gradient(plain, broken), gradient(plain, finite)));
  CHECK(all_equal(gradient(logarithm, broken), gradient(logarithm, finite)));
  CHECK(gradient(plain, tensor({{nan, 1, 2}}))(0, 1) == 0);
  CHECK(gradient(logarithm, tensor({{nan, 1, 2}}))(0, 1) == 0);
}

TEST_CASE("attention: a hidden key takes no part, whatever it holds", "[attention][hidden]") {
  Rng rng(11);
  const Index queries = 5, keys = 5;
  Tensor causal = zeros({queries, keys});
  for (Index i = 0; i < queries; ++i) select(causal, 0, i).copy_from(arange(5.0) <= static_cast<double>(i));
  for (const double garbage : {std::nan(""), static_cast<double>(minus_infinity), HUGE_VAL}) {
    for (const double dropout : {0.0, 0.4}) {
      CAPTURE(garbage, dropout);
      const DropoutMask drop{.probability = dropout, .key = 7};
      const Tensor q = random_normal({2, queries, 3}, rng), k = random_normal({2, keys, 3}, rng),
                   v = random_normal({2, keys, 4}, rng);
      Tensor upstream = random_normal({2, queries, 4}, rng);
      select(upstream, 1, queries - 1).fill(0);  // the last query sees the garbage, but nothing depends on it
      // Outputs and gradients with the last row of Q, K and V replaced by `last` where `replace` says so.
      const auto results = [&](const Tensor& mask, bool replace_q, double last) {
        std::vector<Variable> inputs;
        for (const Tensor& x : {q, k, v}) {
          Tensor copy = x.clone();
          if (inputs.size() > 0 || replace_q) select(copy, 1, keys - 1).fill(last);
          inputs.push_back(leaf(copy));
        }
        const Variable O = attention(inputs[0], inputs[1], inputs[2], mask, 0.5, drop);
        O.backward(upstream);
        std::vector<Tensor> all{slice(O.value(), 1, 0, queries - 1)};
        for (const Variable& x : inputs) all.push_back(slice(x.grad(), 1, 0, keys - 1));
        return all;
      };
      Tensor padding = ones({1, keys});
      select(padding, 1, keys - 1).fill(0);
      for (const bool replace_q : {false, true}) {
        for (const Tensor& mask : {causal, padding, causal * padding}) {
          const std::vector<Tensor> clean = results(mask, replace_q, 0),
                                    got = results(mask, replace_q, garbage);
          for (std::size_t i = 0; i < clean.size(); ++i) {
            CAPTURE(i, replace_q, mask);
            CHECK(near(got[i], clean[i], 100));
          }
        }
      }
    }
  }
  // A key that is not hidden passes its NaN on, even with a weight of 0.
  const Tensor V = tensor({{std::nan("")}, {1}, {std::nan("")}});
  const Tensor K = tensor({{-1000}, {0}, {0}}), mask = tensor({{1, 1, 0}, {0, 1, 0}});
  const Tensor output = attention(ones({2, 1}), K, V, mask).value();
  CHECK(std::isnan(output(0, 0)));
  CHECK(output(1, 0) == 1);
}

TEST_CASE("additive_scores: a score without a gradient takes no part", "[hidden]") {
  const Variable q = leaf(ones({1, 2, 2})), k = leaf(tensor({{{0.5, 1}, {std::nan(""), HUGE_VAL}}})),
                 v = leaf(tensor({1, 2}));
  additive_scores(q, k, v).backward(tensor({{{1, 0}, {2, 0}}}));
  CHECK(all_finite(q.grad()));
  CHECK(all_finite(v.grad()));
  CHECK(all_equal(select(k.grad(), 1, 1), zeros({1, 2})));
}

TEST_CASE("linear: a row without a gradient adds nothing to the weight's, even if it is NaN", "[hidden]") {
  const Tensor x = tensor({{1, 2}, {std::nan(""), HUGE_VAL}, {3, 4}});
  const Tensor dy = tensor({{1, -1}, {0, 0}, {2, 1}});
  const Variable weight = leaf(ones({2, 2}));
  linear(x, weight).backward(dy);
  CHECK(all_equal(weight.grad(), tensor({{7, 10}, {2, 2}})));
  const Variable twice = leaf(ones({2, 2}));  // the second product is added to the first
  const Variable both = concatenate({linear(x, twice), linear(x, twice)}, 0);
  both.backward(concatenate({dy, dy}, 0));
  CHECK(all_equal(twice.grad(), tensor({{14, 20}, {4, 4}})));
  const Variable seen = leaf(ones({2, 2}));
  linear(x, seen).backward(ones({3, 2}));
  CHECK(std::isnan(seen.grad()(0, 0)));
}

TEST_CASE("targets that are ignored change neither loss nor gradient", "[cross_entropy]") {
  const Variable x = leaf(tensor({{1, 2, 3}, {3, 1, 2}, {9, 9, 1}}));
  const CrossEntropyOptions options{.ignore = 0, .smoothing = 0.1};
  const Variable loss = cross_entropy(x, tokens({2, 1, 0}), options);
  CHECK(loss.item() == cross_entropy(slice(x, 0, 0, 2), tokens({2, 1}), options).item());
  loss.backward();
  CHECK(all_equal(select(x.grad(), 0, 2), zeros({3})));
  const Variable nothing = cross_entropy(x, tokens({0, 0, 0}), options);
  CHECK(nothing.item() == 0);
  x.node()->gradient = Tensor();
  nothing.backward();
  CHECK(all_equal(x.grad(), zeros({3, 3})));
}

TEST_CASE("a gradient that is a sum over very many rows is exact", "[long_sums]") {
  // Each of these sums has n terms of 0.1 (0.01 for a product). One float that takes them one by one is 1 % off.
  const Index n = 300000;
  const double eps = std::numeric_limits<Scalar>::epsilon(),
               x = static_cast<double>(static_cast<Scalar>(0.1)), sum_of_x = static_cast<double>(n) * x;
  const auto is = [&](const Tensor& gradient, double expected, double bound) {
    for (const Scalar value : gradient.to_vector()) {
      CAPTURE(value, expected);
      if (!(std::abs(static_cast<double>(value) - expected) <= bound * eps * std::abs(expected)))
        return false;
    }
    return true;
  };
  const double sums = sizeof(Scalar) == 8 ? 2000 : 75, products = sizeof(Scalar) == 8 ? 2000 : 330;
  const Tensor rows = full({n, 2}, 0.1);

  const Variable weight = leaf(ones({3, 2})), bias = leaf(zeros({3}));
  linear(rows, weight, bias).backward(full({n, 3}, 0.1));
  CHECK(is(weight.grad(), sum_of_x * x, products));
  CHECK(is(bias.grad(), sum_of_x, sums));

  const Variable gain = leaf(ones({2})), shift = leaf(zeros({2}));
  // x̂ is -1 and 1 in each row, to within 5e-6 because of the epsilon.
  const Tensor alternating = expand(tensor({{-1, 1}}), {n, 2});
  layer_norm(alternating, gain, shift, {.epsilon = 0}).backward(rows);
  CHECK(is(slice(gain.grad(), 0, 1, 2), sum_of_x, sums + 4));
  CHECK(is(slice(gain.grad(), 0, 0, 1), -sum_of_x, sums + 4));
  CHECK(is(shift.grad(), sum_of_x, sums));

  const Variable table = leaf(zeros({3, 2}));
  TokenMatrix ids(2, n / 2);
  for (std::size_t i = 0; i < ids.ids.size(); ++i) ids.ids[i] = i % 3 == 0 ? 0 : 2;
  embedding(table, ids).backward(full({2, n / 2, 2}, 0.1));
  CHECK(is(select(table.grad(), 0, 0), sum_of_x / 3, sums));
  CHECK(is(select(table.grad(), 0, 1), 0, 0));
  CHECK(is(select(table.grad(), 0, 2), sum_of_x * 2 / 3, sums));

  const Variable columns = leaf(zeros({2, 3}));
  gather(columns, 1, TokenMatrix(2, n)).backward(full({2, n}, 0.1));
  // Its sums are in double, one term after the other: in the double build, n roundings of half an epsilon.
  CHECK(is(select(columns.grad(), 1, 0), sum_of_x, sizeof(Scalar) == 8 ? static_cast<double>(n) / 2 : sums));

  const Variable q = leaf(zeros({1, 1, 2})), k = leaf(zeros({1, n, 2})), v = leaf(ones({2}));
  additive_scores(q, k, v).backward(full({1, 1, n}, 0.1));
  CHECK(is(q.grad(), sum_of_x, sums));
  const Variable k1 = leaf(full({1, 1, 2}, 0.25)), v1 = leaf(ones({2}));
  additive_scores(zeros({1, n, 2}), k1, v1).backward(full({1, n, 1}, 0.1));
  CHECK(is(k1.grad(), sum_of_x * (1 - std::pow(std::tanh(0.25), 2)), sums + 10));
  CHECK(is(v1.grad(), sum_of_x * std::tanh(0.25), sums + 10));

  // One query and many keys: the output is the mean of the values. Many queries and one key.
  const Variable Q = leaf(zeros({1, 1, 2})), V = leaf(full({1, 1, 2}, 1));
  CHECK(is(attention(Q, zeros({1, n, 2}), full({1, n, 2}, 0.1)).value(), x, products));
  const Variable many = leaf(zeros({1, n, 2}));
  attention(many, Q, V).backward(full({1, n, 2}, 0.1));
  CHECK(is(V.grad(), sum_of_x, products));

  const Variable logits = leaf(zeros({n, 2}));
  CHECK(is(cross_entropy(logits, TokenMatrix(n, 1)).value(), std::log(2.0), sums + 10));
  CHECK(is(cross_entropy(zeros({1, n}), TokenMatrix(1, 1)).value(), std::log(static_cast<double>(n)), sums));
  CHECK(is(mse_loss(rows, zeros({n, 2})).value(), x * x, sums + 10));
}

TEST_CASE("the padding's row of a table gets no gradient", "[embedding]") {
  const Variable table = leaf(ones({3, 2}));
  embedding(table, tokens({0, 1, 2, 1}), 0).backward(ones({1, 4, 2}));
  CHECK(all_equal(table.grad(), tensor({{0, 0}, {2, 2}, {1, 1}})));
}

TEST_CASE("dropout keeps the expected value, and drops the same elements in backward", "[dropout]") {
  Rng rng(3);
  const Index count = 100000;
  const double p = 0.3;
  const Variable x = leaf(ones({count})), y = dropout(x, p, rng);
  const Scalar kept = static_cast<Scalar>(1 / (1 - p));
  Index dropped = 0;
  for (Scalar value : y.value().to_vector()) {
    if (value == 0) ++dropped;
    if (value != 0 && value != kept) FAIL_CHECK("neither dropped nor scaled: " << value);
  }
  // Five standard deviations of a binomial distribution: one seed in two million would fail.
  CHECK(std::abs(static_cast<double>(dropped) - p * count) < 5 * std::sqrt(count * p * (1 - p)));
  y.backward(ones({count}));
  CHECK(all_equal(x.grad(), y.value()));
}

TEST_CASE("dropout depends only on its seed", "[dropout]") {
  const Variable x = ones({1000});
  Rng a(1), b(1), c(2);
  const Tensor first = dropout(x, 0.5, a).value();
  CHECK(all_equal(first, dropout(x, 0.5, b).value()));
  CHECK(!all_equal(first, dropout(x, 0.5, a).value()));
  CHECK(!all_equal(first, dropout(x, 0.5, c).value()));
}

TEST_CASE("dropout with probability 0 draws no random numbers", "[dropout]") {
  Rng rng(1), same(1);
  const Tensor x = ones({5});
  CHECK(all_equal(dropout(x, 0, rng).value(), x));
  CHECK(rng.bits() == same.bits());
}

TEST_CASE("errors name wrong shapes, token ids and options", "[errors]") {
  Rng rng(1);
  const Variable x = leaf(ones({2, 3}));
  CHECK_THROWS_WITH(softmax(x, ones({2, 2})),
                    Contains("softmax: ") && Contains("(2, 2)") && Contains("(2, 3)"));
  CHECK_THROWS_WITH(softmax(Variable(scalar(1))), Contains("softmax: a single number"));
  CHECK_THROWS_WITH(layer_norm(x, ones({2}), zeros({3})),
                    "layer_norm: gain (2,) and shift (3,) must have the size of axis -1 of (2, 3)");
  CHECK_THROWS_WITH(layer_norm(x, ones({3}), zeros({3}), {.axis = 2}),
                    "layer_norm: axis 2 does not exist in shape (2, 3)");
  CHECK_THROWS_WITH(linear(x, ones({4, 2})), Contains("linear: input (2, 3) does not fit weight (4, 2)"));
  CHECK_THROWS_WITH(linear(x, ones({4, 3}), ones({3})), Contains("linear: bias (3,) does not fit"));
  CHECK_THROWS_WITH(embedding(x, tokens({0, 2})), "embedding: token 2 is outside the table of 2 words");
  CHECK_THROWS_WITH(embedding(x, tokens({-1})), "embedding: token -1 is outside the table of 2 words");
  CHECK_THROWS_WITH(embedding(Variable(ones({2})), tokens({0})), Contains("must be (words, size), not (2,)"));
  CHECK_THROWS_WITH(gather(x, 1, TokenMatrix(3, 1)),
                    "gather: indices (3, 1) have more than the 2 rows of x (2, 3)");
  CHECK_THROWS_WITH(gather(x, 0, TokenMatrix(1, 4)),
                    "gather: indices (1, 4) have more than the 3 columns of x (2, 3)");
  CHECK_THROWS_WITH(gather(x, 1, tokens({0, 3})), "gather: index 3 is outside axis 1 of shape (2, 3)");
  CHECK_THROWS_WITH(gather(x, 0, tokens({0, 2})), "gather: index 2 is outside axis 0 of shape (2, 3)");
  CHECK_THROWS_WITH(gather(Variable(scalar(1)), 0, {}), "gather: x must have two axes, but its shape is ()");
  CHECK_THROWS_WITH(index_select(x, 0, {0, 2}), "index_select: index 2 is outside axis 0 of shape (2, 3)");
  CHECK_THROWS_WITH(index_select(x, -1, {-1}), "index_select: index -1 is outside axis -1 of shape (2, 3)");
  CHECK_THROWS_WITH(index_select(Variable(scalar(1)), 0, {}), Contains("index_select: a single number"));
  CHECK_THROWS_WITH(cross_entropy(x, tokens({0, 1}), {.class_weights = ones({2})}),
                    "cross_entropy: class weights (2,) do not fit the 3 classes of logits (2, 3)");
  CHECK_THROWS_WITH(dropout(x, 1, rng), "dropout: the probability must be at least 0 and below 1, not 1");
  CHECK_THROWS_WITH(dropout(x, std::nan(""), rng), Contains("dropout: the probability"));
  CHECK_THROWS_WITH(cross_entropy(x, tokens({0})),
                    Contains("1 targets for logits (2, 3), which have 2 rows"));
  CHECK_THROWS_WITH(cross_entropy(x, tokens({0, 3})),
                    Contains("target 3 is outside the 3 classes of (2, 3)"));
  CHECK_THROWS_WITH(cross_entropy(Variable(scalar(1)), tokens({})), Contains("must have an axis of classes"));
  CHECK_THROWS_WITH(cross_entropy(x, tokens({0, 1}), {.smoothing = 1.5}),
                    "cross_entropy: the smoothing must be between 0 and 1, not 1.5");
  CHECK_THROWS_WITH(
      gru_step(ones({2, 9}), ones({2, 8}), ones({2, 3})),
      "gru_step: gates (2, 9) and (2, 8) do not fit the state (2, 3): they must be (batch, 3 hidden)");
  CHECK_THROWS_WITH(gru_sequence(ones({2, 5, 9}), ones({2, 3}), ones({9, 3}), ones({9}), {5}),
                    "gru_sequence: 1 lengths for a batch of 2");
  CHECK_THROWS_WITH(
      gru_sequence(ones({2, 5, 9}), ones({2, 3}), ones({3, 9}), ones({9})),
      Contains("gru_sequence: input gates (2, 5, 9), start (2, 3), weight (3, 9) and bias (9,)"));
  CHECK_THROWS_WITH(attention(x, ones({4, 2}), ones({4, 3})),
                    Contains("attention: Q (2, 3), K (4, 2) and V (4, 3) must be (..., queries, d_k)"));
  CHECK_THROWS_WITH(
      attention(leaf(ones({2, 3})), leaf(ones({4, 3})), leaf(ones({4, 3})), {}, 1, {.probability = 1}),
      "attention: the dropout probability must be at least 0 and below 1, not 1");
  CHECK_THROWS_WITH(attention(x, ones({4, 3}), ones({4, 3}), ones({3, 4})),
                    Contains("attention: mask and scores: "));
  CHECK_THROWS_WITH(attention(x, ones({4, 3}), ones({4, 3}), ones({5, 2, 4})),
                    "attention: mask (5, 2, 4) does not broadcast to the scores' shape (2, 4)");
  CHECK(attention(ones({0, 2, 3}), ones({0, 4, 3}), ones({0, 4, 5})).shape() == Shape{0, 2, 5});
  CHECK_THROWS_WITH(concatenate({x, Variable(ones({2, 2}))}, 0),
                    "concatenate: shapes (2, 3) and (2, 2) differ outside axis 0");
  CHECK_THROWS_WITH(concatenate(std::vector<Variable>{}, 0), "concatenate: there are no tensors to join");
  CHECK_THROWS_WITH(max(Variable(ones({2, 0})), 1), "max: axis 1 of shape (2, 0) is empty");
  CHECK_THROWS_WITH(sum(x, 2), "sum: axis 2 does not exist in shape (2, 3)");
  CHECK_THROWS_WITH(stack(std::vector<Variable>{}, 0), Contains("no tensors to join"));
}
