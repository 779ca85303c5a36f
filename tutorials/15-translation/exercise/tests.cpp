// Tests the exercise of lesson 15 and says in words what is missing.
#include "nn/text/bleu.h"
#include "tensor/random.h"
#include "tutorials/15-translation/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>

using namespace heed;

namespace {

exercise::Words random_words(Index length, Rng& rng) {
  exercise::Words words;
  for (Index i = 0; i < length; ++i) words.push_back(std::string(1, static_cast<char>('a' + rng.integer(3))));
  return words;
}

void test_precision() {
  const exercise::Words hypothesis = {"the", "the", "the", "cat"},
                        reference = {"the", "cat", "is", "on", "the", "mat"};
  const double yours = exercise::precision(hypothesis, reference, 1);
  expect(std::abs(yours - 1) > 1e-9,
         "every \"the\" counts; the reference has two of them, so only two count");
  expect(std::abs(yours - 0.5) > 1e-9,
         "this is the share of the reference's words; divide by the hypothesis' n-grams");
  expect(std::abs(yours - 0.75) < 1e-9, text("your precision is ", yours, " and should be 0.75"));
  Rng rng(1);
  for (int round = 0; round < 30; ++round) {
    const exercise::Words h = random_words(4 + rng.integer(8), rng),
                          r = random_words(4 + rng.integer(8), rng);
    const Bleu right = bleu({h}, {r});
    for (std::size_t n = 1; n <= 4; ++n) {
      const double should =
          static_cast<double>(right.matched[n - 1]) / static_cast<double>(right.total[n - 1]);
      expect(std::abs(exercise::precision(h, r, n) - should) < 1e-9,
             text("your precision of ", n, "-grams is ", exercise::precision(h, r, n), " and should be ",
                  should));
    }
  }
}

void test_brevity() {
  expect(std::abs(exercise::brevity_penalty(10, 8) - 1) < 1e-9,
         "a hypothesis that is longer than its reference is not punished");
  const double yours = exercise::brevity_penalty(6, 9);
  const auto is = [&](double other) { return std::abs(yours - other) < 1e-6; };
  expect(!is(std::exp(1 - 6.0 / 9)), "your fraction is upside down: it is reference / hypothesis");
  expect(!is(6.0 / 9), "this is the ratio of the lengths; BLEU takes e to 1 - reference / hypothesis");
  expect(is(std::exp(1 - 9.0 / 6)),
         text("your penalty of 6 words for 9 is ", yours, " and should be ", std::exp(-0.5)));
}

void test_merged() {
  using Pieces = std::vector<std::string>;
  const auto is = [](const Pieces& pieces, const Pieces& right) {
    return exercise::merged(pieces, "a", "n") == right;
  };
  expect(exercise::merged({"a", "n", "a", "n", "a", "s"}, "a", "n") != Pieces{"an", "a", "n", "a", "s"},
         "you merge the first pair only; all of them are merged");
  expect(is({"a", "n", "a", "n", "a", "s"}, {"an", "an", "a", "s"}),
         "\"ananas\" with a + n must be an·an·a·s");
  expect(exercise::merged({"a", "a", "a"}, "a", "a") != Pieces{"aa", "aa"},
         "a piece is in two pairs: after a merge, go on behind it");
  expect(exercise::merged({"a", "a", "a"}, "a", "a") == Pieces{"aa", "a"}, "\"aaa\" with a + a must be aa·a");
  expect(is({"n", "a"}, {"n", "a"}), "n + a is not a + n: the order counts");
  expect(is({}, {}) && is({"a"}, {"a"}), "a word of one piece, or of none, stays as it is");
}

void test_prediction() {
  std::vector<exercise::Words> halves, wholes;
  Rng rng(2);
  for (int i = 0; i < 20; ++i) {
    wholes.push_back(random_words(12, rng));
    halves.emplace_back(wholes.back().begin(), wholes.back().begin() + 6);
  }
  expect_predicted("the BLEU of halves", exercise::predicted_bleu(), bleu(halves, wholes).score, 0.02);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 15: Translation for real");
  exercise.task("1. precision: clipped n-grams", test_precision);
  exercise.task("2. brevity_penalty", test_brevity);
  exercise.task("3. merged: one step of byte pairs", test_merged);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
