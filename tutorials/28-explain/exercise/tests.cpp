// Tests the exercise of lesson 28 and says in words what is missing.
#include "tensor/random.h"
#include "tutorials/28-explain/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>

using namespace heed;

namespace {

bool near(double yours, double other) { return std::abs(yours - other) < 1e-6; }

void test_tau() {
  const auto tau = exercise::tau;
  expect(near(tau({1, 2, 3, 4}, {10, 20, 30, 40}), 1), "two equal orders must have a tau of 1");
  const double opposite = tau({1, 2, 3}, {3, 2, 1});
  expect(!near(opposite, 0),
         "the tau of opposite orders is 0 in your version: subtract the pairs in opposite order");
  expect(near(opposite, -1), text("the tau of opposite orders must be -1, not ", opposite));
  // Pairs: a orders 5 of 6, b orders 5 of 6; both order 4, all alike.
  const double tied = tau({1, 1, 2, 3}, {1, 2, 3, 3});
  expect(!near(tied, 4.0 / 6),
         "you divide by the number of all pairs; with ties, only the ordered pairs count");
  expect(!near(tied, 9.0 / 11), "you multiply the differences themselves; only their signs count");
  expect(!near(tied, 6.0 / 5) && !near(tied, 1), "you count a tie as a pair in the same order");
  expect(near(tied, 4.0 / 5), text("the tau of (1, 1, 2, 3) and (1, 2, 3, 3) must be 0.8, not ", tied));
  // Both tie the first pair, and order the other two alike.
  expect(!near(tau({1, 1, 2}, {5, 5, 7}), 1.5),
         "a pair that both rankings tie is not in the same order: leave it out");
  // a orders 3 of 6 pairs, b all 6; they agree on 3, so 3 / sqrt(18).
  const double uneven = tau({1, 1, 1, 2}, {1, 2, 3, 4});
  expect(!near(uneven, 3 / 4.5),
         "you divide by the mean of the two counts; take the square root of their product");
  expect(near(uneven, 3 / std::sqrt(18.0)),
         text("the tau of (1, 1, 1, 2) and (1, 2, 3, 4) must be 0.707, not ", uneven));
  const double constant = tau({1, 2, 3}, {5, 5, 5});
  expect(near(constant, 0),
         "a ranking of ties only orders nothing: its tau is 0 by our definition, not 0 / 0");
  Rng rng(1);
  for (int round = 0; round < 20; ++round) {
    std::vector<double> a, b;
    for (int i = 0; i < 7; ++i) a.push_back(static_cast<double>(rng.integer(4))), b.push_back(rng.uniform());
    expect(near(tau(a, b), tau(b, a)), "your tau changes if the two rankings are exchanged");
    std::vector<double> larger = b;
    for (double& value : larger) value = value * value * value + 1;
    expect(near(tau(a, b), tau(a, larger)), "only the order may count, not how far apart the values are");
  }
}

void test_leave_one_out() {
  // 30, 2 for each word, the lengths of the words, and -100 if the first word is "not".
  const auto margin = [](const exercise::Words& words) {
    double sum = !words.empty() && words[0] == "not" ? -70 : 30;
    for (const std::string& word : words) sum += 2 + static_cast<double>(word.size());
    return sum;
  };
  const std::vector<double> yours = exercise::leave_one_out({"not", "a", "good", "a"}, margin);
  expect(yours.size() == 4, text("you return ", yours.size(), " numbers for 4 words"));
  const std::vector<double> right = {95, 3, 6, 3};
  expect(yours != std::vector<double>({-95, 3, 6, 3}) && yours != std::vector<double>({95, -3, -6, -3}),
         "take the absolute value: a word may push the margin up or down");
  expect(!near(yours[1], 92), "you never put a word back: each word is left out alone");
  expect(
      !near(std::abs(yours[0]), 42),
      "you return the margin without the word; its difference from the margin of the whole review is wanted");
  expect(!near(std::abs(yours[1]), 33), "you judge the word alone; judge the review without the word");
  expect(!near(yours[1], 1), "you put an empty word in its place; the review must become one word shorter");
  expect(!near(yours[1], 6), "\"a\" occurs twice, and you leave out both; leave out one position at a time");
  for (std::size_t i = 0; i < 4; ++i)
    expect(near(yours[i], right[i]), text("word ", i, " should have ", right[i], ", not ", yours[i]));
}

void test_weight() {
  const double yours = exercise::weight_of_high(-1, 3, 2);
  expect(!near(yours, 0.25), "this is the weight of the low state");
  expect(!near(yours, -0.75), "a weight is not negative: look at the sign of your denominator");
  expect(near(yours, 0.75), text("with -1, 3 and 2, the weight of the high state must be 0.75, not ", yours));
  for (const double wanted : {-0.9, 0.0, 1.7, 2.9}) {
    const double w = exercise::weight_of_high(-1, 3, wanted);
    expect(near((1 - w) * -1 + w * 3, wanted), text("your weight ", w, " does not give ", wanted));
  }
}

void test_prediction() {
  // 45 pairs, of which 42 are alike: (42 - 3) / 45.
  expect_predicted("the tau of two rankings with 3 exchanged pairs", exercise::predicted_tau(), 39.0 / 45,
                   0.01);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 28: Does attention explain?");
  exercise.task("1. tau", test_tau);
  exercise.task("2. leave_one_out", test_leave_one_out);
  exercise.task("3. weight_of_high", test_weight);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
