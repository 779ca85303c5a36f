#include "nn/text/chrf.h"
#include "tests/catch.h"

using namespace heed;

namespace {
// sacreBLEU 2.6, CHRF(), printed these with twelve decimals.
Approx near(double expected) { return Approx(expected).margin(5e-13).epsilon(0); }
}  // namespace

TEST_CASE("chrF by hand") {
  // "abc" against "abd": of the n-grams of 1, 2 and 3 characters, 2/3, 1/2 and 0/1 match on both sides;
  // neither side has longer n-grams.
  CHECK(chrf({"abc"}, {"abd"}) == near(100 * (2.0 / 3 + 1.0 / 2) / 3));
  // "ab" against "abab": P = 2/2 and 1/1; R = 2/4 and 1/3, over the two orders that both have.
  // F = 5 P R / (4 P + R).
  const double recall = (1.0 / 2 + 1.0 / 3) / 2;
  CHECK(chrf({"ab"}, {"abab"}) == near(100 * 5 * recall / (4 + recall)));
}

TEST_CASE("chrF as sacreBLEU computes it") {
  CHECK(chrf({"a man in a blue shirt is standing on a ladder .", "two dogs run on the beach ."},
             {"a man in a blue shirt is standing on a ladder cleaning a window .",
              "two dogs are running along the beach ."}) == near(62.411485483586));
  CHECK(chrf({"the the the the the the the"}, {"the cat is on the mat"}) == near(14.232426848160));
  CHECK(chrf({"the cat sat on mat", "hello world"}, {"the cat lay on the mat", "hello my world"}) ==
        near(41.152783151489));
  CHECK(chrf({"a b c d e f g h i j"}, {"a b c d e f"}) == near(79.462220508867));
}

TEST_CASE("chrF counts characters, not bytes") {
  CHECK(chrf({"der große Fuchs läuft"}, {"der große Fuchs lief"}) == near(78.900207276388));
}

TEST_CASE("chrF ignores white space") {
  CHECK(chrf({"ab  cd e"}, {"abc\u00a0de"}) == near(100));
  CHECK(chrf({"hello world", "good day"}, {"hello world", "good day"}) == near(100));
}

TEST_CASE("chrF of sentences that are too short for an order, or empty") {
  // The first reference has no 3-grams, so those of its hypothesis do not count against it.
  CHECK(chrf({"abcdefgh", "uvwxyz"}, {"ab", "uvwxzz"}) == near(36.482334869432));
  CHECK(chrf({"", "a b c d e"}, {"x y", "a b c d e"}) == near(92.074592074592));
  CHECK(chrf({"abcd"}, {"efgh"}) == 0);
  CHECK(chrf({""}, {"a"}) == 0);
  CHECK(chrf({"a"}, {""}) == 0);
  CHECK(chrf({}, {}) == 0);
}

TEST_CASE("chrF: the numbers of hypotheses and references differ") {
  CHECK_THROWS_WITH(chrf({"a"}, {}), "chrF: 1 hypotheses for 0 references");
}
