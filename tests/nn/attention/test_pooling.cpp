#include "autograd/gradient_check.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/pooling.h"
#include "tensor/elementwise.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

#include <algorithm>
#include <cmath>

using namespace heed;
using namespace heed::testing;

namespace {

const std::vector<Index> lengths{4, 1, 3};

// The formulas in loops: what each pooling makes of the first `length` rows of x (time, size). Attention returns
// its weights after the output.
enum class Kind { mean, max, attention };
std::vector<double> plain(Kind kind, const AttentionPooling& attention, Tensor x, Index length) {
  const Index size = x.size(1), hidden = attention.query.size(0);
  Tensor W = attention.projection->weight.value(), b = attention.projection->bias->value();
  Tensor q = attention.query.value();
  std::vector<double> weights(static_cast<std::size_t>(x.size(0)), 0);
  double total = 0;
  for (Index t = 0; t < length; ++t) {
    double score = 0;
    for (Index j = 0; j < hidden; ++j) {
      double u = static_cast<double>(b(j));
      for (Index k = 0; k < size; ++k) u += static_cast<double>(W(j, k)) * static_cast<double>(x(t, k));
      score += std::tanh(u) * static_cast<double>(q(j));
    }
    total += weights[static_cast<std::size_t>(t)] = kind == Kind::attention ? std::exp(score) : 1;
  }
  std::vector<double> result;
  for (Index k = 0; k < size; ++k) {
    double entry = 0, largest = -HUGE_VAL;
    for (Index t = 0; t < length; ++t) {
      entry += weights[static_cast<std::size_t>(t)] / total * static_cast<double>(x(t, k));
      largest = std::max(largest, static_cast<double>(x(t, k)));
    }
    result.push_back(kind == Kind::max ? largest : entry);
  }
  for (const double weight : weights)
    if (kind == Kind::attention) result.push_back(weight / total);
  return result;
}

// Output and weights, side by side.
Variable run(Kind kind, const AttentionPooling& attention, const Variable& x,
             const std::vector<Index>& some) {
  if (kind == Kind::mean) return mean_pooling(x, some);
  if (kind == Kind::max) return max_pooling(x, some);
  const Pooled pooled = attention(x, some);
  return concatenate({pooled.output, pooled.weights}, 1);
}

constexpr Kind kinds[] = {Kind::mean, Kind::max, Kind::attention};

}  // namespace

TEST_CASE("pooling gives the mean, the maximum, or the weighted sum of the elements that count",
          "[pooling]") {
  Rng rng(1);
  AttentionPooling attention(5, 2, rng);
  shuffle_parameters(attention, rng);
  const Tensor x =
      random_normal({3, 4, 5}, rng) - scalar(2);  // mostly negative: a maximum with zeros would be 0
  for (const Kind kind : kinds) {
    for (const std::vector<Index>& some : {lengths, std::vector<Index>{}}) {
      const Tensor ours = run(kind, attention, x, some).value();
      for (Index row = 0; row < 3; ++row) {
        const Index length = some.empty() ? 4 : some[static_cast<std::size_t>(row)];
        const std::vector<double> right = plain(kind, attention, select(x, 0, row), length);
        const std::vector<double> got = select(ours, 0, row).to_doubles();
        REQUIRE(got.size() == right.size());
        for (std::size_t i = 0; i < right.size(); ++i)
          CHECK(got[i] == Approx(right[i]).epsilon(1e-4).margin(1e-6));
      }
    }
  }
}

TEST_CASE("pooling: the gradients are the derivatives", "[pooling][gradients]") {
  Rng rng(2);
  AttentionPooling attention(5, 2, rng);
  shuffle_parameters(attention, rng);
  for (const Kind kind : kinds) {
    std::vector<Variable> inputs{leaf(random_normal({3, 4, 5}, rng))};
    if (kind == Kind::attention)
      for (const Variable& p : attention.parameters()) inputs.push_back(p);
    const auto f = [&](const std::vector<Variable>& in) { return run(kind, attention, in[0], lengths); };
    const GradientReport report = check_gradients(f, inputs, rng);
    INFO(report.text);
    CHECK(report.passed);
  }
}

TEST_CASE("pooling: NaN and infinity in the padding reach no result and no gradient", "[pooling][hidden]") {
  Rng rng(3);
  AttentionPooling attention(5, 2, rng);
  const Tensor x = random_normal({3, 4, 5}, rng);
  for (const Kind kind : kinds) {
    const auto results = [&](double garbage) {
      Tensor padded = x.clone();
      slice(select(padded, 0, 1), 0, 1, 4).fill(garbage);
      slice(select(padded, 0, 2), 0, 3, 4).fill(garbage);
      const Variable input = leaf(padded);
      const Variable result = run(kind, attention, input, lengths);
      std::vector<Tensor> all = parameter_gradients(attention, result, full(result.shape(), 0.5));
      if (kind != Kind::attention) all.clear();
      all.push_back(result.value());
      all.push_back(input.grad());
      return all;
    };
    const std::vector<Tensor> clean = results(0);
    CHECK(all_equal(slice(select(clean.back(), 0, 1), 0, 1, 4), zeros({3, 5})));
    for (const double garbage : {std::nan(""), HUGE_VAL}) {
      const std::vector<Tensor> got = results(garbage);
      for (std::size_t i = 0; i < clean.size(); ++i)
        check_same("tensor " + std::to_string(i), got[i], clean[i]);
    }
  }
}
