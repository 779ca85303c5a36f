#include "autograd/gradient_check.h"
#include "autograd/operations/softmax.h"
#include "nn/attention/pointer.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

#include <algorithm>
#include <cmath>

using namespace heed;
using namespace heed::testing;

namespace {

// Two sources of four words. The vocabulary has three words, 0 to 2; 3 and 4 are extra words. Word 3 is twice in row 0,
// and word 1 three times in row 1.
const TokenMatrix source({{3, 0, 3, 4}, {1, 1, 2, 1}});
constexpr Index words = 3, extra = 2, steps = 5, size = 6;

// p(w) = g p_generate(w) + (1 - g) (sum of a_i with x_i = w) for one step, in loops and doubles. g is returned last.
std::vector<double> plain(const PointerHead& head, Tensor features, Tensor weights, Index row) {
  std::vector<double> p(words + extra, 0);
  double total = 0, score = static_cast<double>(head.gate->bias->value()(0));
  for (Index k = 0; k < size; ++k)
    score += static_cast<double>(head.gate->weight.value()(0, k)) * static_cast<double>(features(k));
  const double g = 1 / (1 + std::exp(-score));
  for (Index w = 0; w < words; ++w) {
    double logit = static_cast<double>(head.output->bias->value()(w));
    for (Index k = 0; k < size; ++k)
      logit += static_cast<double>(head.output->weight.value()(w, k)) * static_cast<double>(features(k));
    total += p[static_cast<std::size_t>(w)] = std::exp(logit);
  }
  for (double& probability : p) probability *= g / total;
  for (Index i = 0; i < source.columns; ++i)
    p[static_cast<std::size_t>(source(row, i))] += (1 - g) * static_cast<double>(weights(i));
  p.push_back(g);
  return p;
}

}  // namespace

TEST_CASE("pointer: a mixture of generating and copying, and a repeated word gets all its weights",
          "[pointer]") {
  Rng rng(1);
  PointerHead head(size, words, rng);
  shuffle_parameters(head, rng);
  const Tensor features = random_normal({2, steps, size}, rng);
  const Tensor weights = softmax(Variable(random_normal({2, steps, 4}, rng))).value();
  const Pointed pointed = head(features, weights, source, extra);
  REQUIRE(pointed.probabilities.shape() == Shape{2, steps, words + extra});
  REQUIRE(pointed.gate.shape() == Shape{2, steps, 1});
  for (Index row = 0; row < 2; ++row) {
    for (Index t = 0; t < steps; ++t) {
      std::vector<double> got = pointed.probabilities.value()[row][t].to_doubles();
      double total = 0;
      for (const double p : got) total += p;
      CHECK(total == Approx(1).epsilon(1e-5));
      got.push_back(static_cast<double>(pointed.gate.value()(row, t, 0)));
      const std::vector<double> right = plain(head, features[row][t], weights[row][t], row);
      for (std::size_t i = 0; i < right.size(); ++i)
        CHECK(got[i] == Approx(right[i]).epsilon(1e-4).margin(1e-6));
    }
  }
}

TEST_CASE("pointer: without extra words, the ids are those of the vocabulary", "[pointer]") {
  Rng rng(2);
  PointerHead head(size, words, rng);
  const TokenMatrix inside({{0, 2, 2}});
  const Tensor features = random_normal({1, 1, size}, rng), weights = full({1, 1, 3}, 1.0 / 3);
  CHECK(head(features, weights, inside, 0).probabilities.shape() == Shape{1, 1, words});
  const std::vector<double> copied = copy_probabilities(weights, inside, words).value().to_doubles();
  CHECK(copied[0] == Approx(1.0 / 3));
  CHECK(copied[1] == 0);
  CHECK(copied[2] == Approx(2.0 / 3));
}

TEST_CASE("pointer: the gradients are the derivatives", "[pointer][gradients]") {
  Rng rng(3);
  PointerHead head(size, words, rng);
  shuffle_parameters(head, rng);
  std::vector<Variable> inputs{leaf(random_normal({2, steps, size}, rng)),
                               leaf(random_normal({2, steps, 4}, rng))};
  for (const Variable& p : head.parameters()) inputs.push_back(p);
  const auto f = [&](const std::vector<Variable>& in) {
    return head(in[0], in[1], source, extra).probabilities;
  };
  const GradientReport report = check_gradients(f, inputs, rng);
  INFO(report.text);
  CHECK(report.passed);
}
