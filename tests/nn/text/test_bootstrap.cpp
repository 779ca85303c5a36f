#include "nn/text/bootstrap.h"
#include "tests/catch.h"

using namespace heed;

namespace {

BleuCounts counts(const Words& hypothesis) { return bleu_counts(hypothesis, {"a", "b", "c", "d", "e"}); }

}  // namespace

TEST_CASE("bootstrap: counts of sentences add up to BLEU of the corpus", "[bootstrap]") {
  const std::vector<Words> hypotheses{{"a", "b", "c", "d"}, {"a", "x"}, {}},
      references(3, {"a", "b", "c", "d", "e"});
  BleuCounts sum;
  for (std::size_t i = 0; i < 3; ++i) sum += bleu_counts(hypotheses[i], references[i]);
  for (const Smoothing smoothing : {Smoothing::none, Smoothing::exponential})
    CHECK(bleu(sum, smoothing).to_string() == bleu(hypotheses, references, smoothing).to_string());
}

TEST_CASE("bootstrap: a translator that is better on every sentence is better on every drawn test set",
          "[bootstrap]") {
  const std::vector<BleuCounts> worse(10, counts({"a", "b", "c", "d", "x"})),
      better(10, counts({"a", "b", "c", "d", "e"}));
  Rng rng(1);
  Bootstrap result = paired_bootstrap(worse, better, 50, rng);
  CHECK(result.second_better == 1);
  CHECK(result.difference > 0);
  CHECK(result.low == Approx(result.difference));  // each drawn test set is the same
  CHECK(result.high == Approx(result.difference));
  CHECK(result.significant());
  result = paired_bootstrap(better, worse, 50, rng);
  CHECK(result.second_better == 0);
  CHECK(result.significant());
  result = paired_bootstrap(worse, worse, 50, rng);
  CHECK(result.second_better == 0.5);
  CHECK_FALSE(result.significant());
}

TEST_CASE("bootstrap: the share is the probability that the better sentences are drawn", "[bootstrap]") {
  // Two sentences: the second translator gains on one what it loses on the other. A drawn test set has twice the one, twice
  // the other, or both, with the probabilities 1/4, 1/4 and 1/2; in the last case the translators are equal.
  const BleuCounts good = counts({"a", "b", "c", "d", "e"}), poor = counts({"a", "b", "c", "d", "x"});
  Rng rng(2);
  const Bootstrap result = paired_bootstrap({good, poor}, {poor, good}, 4000, rng);
  CHECK(result.difference == 0);
  // 1/4 + 1/2 of 1/2, within four standard deviations of the mean of 4000 draws from 0, 1/2, 1.
  CHECK(result.second_better == Approx(0.5).margin(4 * std::sqrt(0.125 / 4000)));
  CHECK(result.low == Approx(-result.high));
  CHECK(result.high > 0);
  Rng again(2);
  CHECK(paired_bootstrap({good, poor}, {poor, good}, 4000, again).second_better == result.second_better);
}

TEST_CASE("bootstrap: nothing to draw from is an error", "[bootstrap]") {
  Rng rng(1);
  const BleuCounts one = counts({"a"});
  CHECK_THROWS_WITH(paired_bootstrap({}, {}, 10, rng),
                    Catch::Contains("0 sentences of the first translator"));
  CHECK_THROWS_WITH(paired_bootstrap({one}, {}, 10, rng),
                    Catch::Contains("1 sentences of the first translator and 0"));
  CHECK_THROWS_WITH(paired_bootstrap({one}, {one}, 0, rng), Catch::Contains("the number of samples"));
}
