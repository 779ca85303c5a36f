// Sampling: the probabilities by hand, and that draws follow them.
#include "nn/sampling.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"

#include <cmath>
#include <limits>

using namespace heed;
using Catch::Contains;

namespace {

constexpr Scalar never = -std::numeric_limits<Scalar>::infinity();
const std::vector<Scalar> logits{std::log(Scalar(0.1)), std::log(Scalar(0.4)), never, std::log(Scalar(0.2)),
                                 std::log(Scalar(0.3))};

void check(const SamplingOptions& options, const std::vector<double>& expected) {
  const std::vector<double> p = sampling_probabilities(logits.data(), std::ssize(logits), options);
  REQUIRE(p.size() == expected.size());
  for (std::size_t i = 0; i < p.size(); ++i) CHECK(p[i] == Approx(expected[i]).margin(1e-6));
}

}  // namespace

TEST_CASE("sampling: temperature, top-k and top-p, by hand", "[sampling]") {
  check({}, {0.1, 0.4, 0, 0.2, 0.3});
  // Half the temperature squares the probabilities: 1, 16, 4, 9 of 30.
  check({.temperature = 0.5}, {1 / 30., 16 / 30., 0, 4 / 30., 9 / 30.});
  check({.top_k = 2}, {0, 4 / 7., 0, 0, 3 / 7.});
  check({.top_k = 9}, {0.1, 0.4, 0, 0.2, 0.3});
  // 0.4 alone does not reach 0.6, and 0.4 + 0.3 does.
  check({.top_p = 0.6}, {0, 4 / 7., 0, 0, 3 / 7.});
  check({.top_p = 0.39}, {0, 1, 0, 0, 0});
  // Of the two likeliest, 4/7 reaches 0.5.
  check({.top_k = 2, .top_p = 0.5}, {0, 1, 0, 0, 0});
  check({.temperature = 1e-3}, {0, 1, 0, 0, 0});
  const Scalar equal[] = {1, 1, 1};
  CHECK(sampling_probabilities(equal, 3, {.top_k = 1}) == std::vector<double>{1, 0, 0});
}

TEST_CASE("sampling: draws follow the probabilities, and the same seed gives the same draws", "[sampling]") {
  Rng rng(1), other(1);
  std::vector<int> counts(5);
  constexpr int draws = 20'000;
  for (int i = 0; i < draws; ++i) {
    const Index token = sample(logits.data(), 5, {}, rng);
    ++counts[static_cast<std::size_t>(token)];
    if (i < 100) CHECK(token == sample(logits.data(), 5, {}, other));
  }
  const double p[] = {0.1, 0.4, 0, 0.2, 0.3};
  for (std::size_t i = 0; i < 5; ++i)
    CHECK(std::abs(counts[i] - draws * p[i]) <=
          5 * std::sqrt(draws * p[i] * (1 - p[i])));  // five standard deviations
}

TEST_CASE("sampling: what cannot be is an error", "[sampling]") {
  Rng rng(1);
  const auto with = [&](const SamplingOptions& options) { sample(logits.data(), 5, options, rng); };
  CHECK_THROWS_WITH(with({.temperature = 0}), Contains("sample: the temperature must be above 0, not 0"));
  CHECK_THROWS_WITH(with({.temperature = std::nan("")}), Contains("the temperature must be"));
  CHECK_THROWS_WITH(with({.top_k = -1}), Contains("top_k"));
  CHECK_THROWS_WITH(with({.top_p = 0}), Contains("top_p must be above 0 and at most 1, not 0"));
  CHECK_THROWS_WITH(with({.top_p = 1.1}), Contains("top_p"));
  const Scalar none[] = {never, never}, wrong[] = {1, std::numeric_limits<Scalar>::quiet_NaN()};
  CHECK_THROWS_WITH(sample(none, 2, {}, rng), Contains("the largest logit is -inf"));
  CHECK_THROWS_WITH(sample(wrong, 2, {}, rng), Contains("sample: "));
}
