#include "nn/text/bleu.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"

#include <cmath>

using namespace heed;
using Counts = std::array<Index, 4>;

namespace {

std::vector<Words> sentences(const std::vector<std::string>& lines) {
  std::vector<Words> result;
  for (const std::string& line : lines) result.push_back(tokenize(line, Tokenizer::split));
  return result;
}

Bleu score(const std::vector<std::string>& hypotheses, const std::vector<std::string>& references,
           Smoothing smoothing = Smoothing::none) {
  return bleu(sentences(hypotheses), sentences(references), smoothing);
}

// The counts are by hand. The scores follow from them by the formula on the line, and sacreBLEU 2.6 with
// BLEU(tokenize="none", smooth_method="none" or "exp") gives the same fifteen digits; the results
// differ by a few roundings of the last bit.
Approx near(double expected) { return Approx(expected).epsilon(1e-14); }

}  // namespace

TEST_CASE("BLEU: a translation that equals its reference scores 100") {
  const Bleu result = score({"a b c d e", "f g h i"}, {"a b c d e", "f g h i"});
  CHECK(result.score == near(100));
  CHECK(result.to_string() == "BLEU = 100.00 (100.0/100.0/100.0/100.0, BP 1.00, ratio 1.00)");
}

TEST_CASE("BLEU: counts are summed over the corpus, and a short translation pays the brevity penalty") {
  const Bleu result =
      score({"a man in a blue shirt is standing on a ladder .", "two dogs run on the beach ."},
            {"a man in a blue shirt is standing on a ladder cleaning a window .",
             "two dogs are running along the beach ."});
  CHECK(result.matched == Counts{17, 13, 10, 8});
  CHECK(result.total == Counts{19, 17, 15, 13});
  CHECK(result.hypothesis_length == 19);
  CHECK(result.reference_length == 23);
  CHECK(result.brevity_penalty == near(std::exp(1 - 23.0 / 19)));
  CHECK(result.precisions[0] == near(100 * 17.0 / 19));
  CHECK(result.score == near(58.96996425166045));  // 100 exp(1 - 23/19) (17/19 13/17 10/15 8/13)^(1/4)
  CHECK(result.to_string() == "BLEU = 58.97 (89.5/76.5/66.7/61.5, BP 0.81, ratio 0.83)");
}

TEST_CASE("BLEU: a long translation only loses precision") {
  const Bleu result = score({"a b c d e f g h i j"}, {"a b c d e f"});
  CHECK(result.brevity_penalty == 1);
  CHECK(result.ratio == near(10.0 / 6));
  CHECK(result.score == near(51.697315395717055));  // 100 (6/10 5/9 4/8 3/7)^(1/4)
}

TEST_CASE("BLEU: a repeated word matches at most as often as the reference contains it") {
  // The example of the paper: "the" seven times, but only twice in the reference.
  const Bleu result = score({"the the the the the the the"}, {"the cat is on the mat"});
  CHECK(result.matched == Counts{2, 0, 0, 0});
  CHECK(result.total == Counts{7, 6, 5, 4});
  CHECK(result.score == 0);
}

TEST_CASE("BLEU: an order without a match is zero, or smoothed as sacreBLEU does") {
  const std::vector<std::string> hypotheses = {"the cat sat on mat", "hello world"},
                                 references = {"the cat lay on the mat", "hello my world"};
  const Bleu plain = score(hypotheses, references);
  CHECK(plain.matched == Counts{6, 1, 0, 0});
  CHECK(plain.total == Counts{7, 5, 3, 2});
  CHECK(plain.precisions[2] == 0);
  CHECK(plain.score == 0);
  CHECK(plain.to_string() == "BLEU = 0.00 (85.7/20.0/0.0/0.0, BP 0.75, ratio 0.78)");
  const Bleu smooth = score(hypotheses, references, Smoothing::exponential);
  CHECK(smooth.precisions[2] == near(100 * 0.5 / 3));
  CHECK(smooth.precisions[3] == near(100 * 0.25 / 2));
  CHECK(smooth.score == near(18.37072747107833));  // 100 exp(1 - 9/7) (6/7 1/5 0.5/3 0.25/2)^(1/4)
  // Where nothing is zero, smoothing changes nothing.
  CHECK(score({"a b c d x"}, {"a b c d e"}, Smoothing::exponential).score ==
        score({"a b c d x"}, {"a b c d e"}).score);
}

TEST_CASE("BLEU: an order without n-grams is zero, smoothed or not") {
  for (const Smoothing smoothing : {Smoothing::none, Smoothing::exponential}) {
    const Bleu result = score({"hello world", "good day"}, {"hello world", "good day"}, smoothing);
    CHECK(result.precisions == std::array<double, 4>{100, 100, 0, 0});
    CHECK(result.score == 0);
  }
}

TEST_CASE("BLEU: without any match, without words, without sentences") {
  CHECK(score({"a b c d"}, {"e f g h"}, Smoothing::exponential).score == 0);
  CHECK(score({"a b c d"}, {"e f g h"}, Smoothing::exponential).precisions[0] == 0);
  const Bleu silent = score({"", ""}, {"a b", "c"});
  CHECK(silent.to_string() == "BLEU = 0.00 (0.0/0.0/0.0/0.0, BP 0.00, ratio 0.00)");
  CHECK(score({}, {}).score == 0);
  // One empty translation among others: only the brevity penalty notices.
  CHECK(score({"", "a b c d e"}, {"x y", "a b c d e"}).score == near(100 * std::exp(1 - 7.0 / 5)));
}

TEST_CASE("BLEU: words are compared unchanged") {
  CHECK(score({"Der große Fuchs läuft"}, {"der große Fuchs lief"}).matched == Counts{2, 1, 0, 0});
}

TEST_CASE("BLEU: the numbers of hypotheses and references differ") {
  CHECK_THROWS_WITH(bleu({{"a"}}, {{"a"}, {"b"}}), "BLEU: 1 hypotheses for 2 references");
}
