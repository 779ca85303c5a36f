// Tests the exercise of lesson 26 and says in words what is missing.
#include "tensor/creation.h"
#include "tutorials/26-abilities/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>

using namespace heed;

namespace {

std::string written(const std::vector<Token>& tokens) {
  std::string all;
  for (const Token token : tokens) all += (all.empty() ? "" : " ") + text(token);
  return all;
}

void test_parity() {
  const std::vector<Token> bits{0, 1, 0, 1, 1, 1, 0}, right{0, 1, 1, 0, 1, 0, 0};
  const std::vector<Token> yours = exercise::parity_answers(bits);
  expect(yours.size() == bits.size(),
         text("there is an answer for each bit: 7 answers for 7 bits, not ", yours.size()));
  expect(yours != std::vector<Token>{0, 0, 1, 1, 0, 1, 0}, "the bit itself belongs to the ones up to it");
  expect(yours != std::vector<Token>{1, 0, 0, 1, 0, 1, 1},
         "the answer is 1 if the number is odd; yours is 1 if it is even");
  expect(yours != std::vector<Token>{0, 1, 1, 2, 3, 4, 4},
         "you count the ones; asked is whether their number is odd");
  expect(yours == right,
         "for the bits " + written(bits) + " the answers are " + written(right) + ", not " + written(yours));
}

void test_followed() {
  // Each mistake gives another number.
  const std::vector<Token> twice{5, 1, 6, 5, 9, 7, 5};
  const Index yours = exercise::what_followed(twice);
  expect(yours != 6 && yours != 7, "you find the last token itself; look for it in the tokens before");
  expect(yours != 3, "you return the place of the earlier occurrence; asked is the place after it");
  expect(yours != 2, "you return the place before the earlier occurrence; asked is the place after it");
  expect(yours != 1, "you take the first occurrence; the last one before the end is asked");
  expect(yours != 5, "that is the place before the last token, whatever it is");
  expect(yours != 9, "you return the token that followed; asked is its place");
  expect(yours == 4, text("in 5 1 6 5 9 7 5, the last 5 before the end is followed at place 4, not ", yours));
  expect(exercise::what_followed({1, 2, 3}) == -1,
         "in 1 2 3 the last token did not occur before: the answer is -1");
  expect(exercise::what_followed({4}) == -1, "a text of one token has nothing before it: the answer is -1");
  expect(exercise::what_followed({3, 3}) == 1,
         "in 3 3, the first 3 was followed by the second: the answer is 1");
}

void test_score() {
  const std::vector<Token> tokens{8, 6, 8, 6, 2};
  // Row i has the weights of query i. Query 2 should look at place 1, query 3 at place 2. Two weights look
  // ahead, so that weights(j, i) is noticed.
  const Tensor weights = tensor({{1, 0, 0, 0, 0},
                                 {0.4, 0.4, 0.2, 0, 0},
                                 {0.1, 0.6, 0.1, 0.2, 0},
                                 {0.05, 0.15, 0.7, 0.1, 0},
                                 {0.1, 0.2, 0.3, 0.25, 0.15}});
  const double yours = exercise::induction_score(weights, tokens);
  const auto near = [&](double value) { return std::abs(yours - value) < 1e-4; };
  expect(!near((0.1 + 0.15) / 2), "you take the weight of the earlier occurrence, not of what followed it");
  expect(!near(1.3 / 5), "the mean is over the places whose token occurred before: 2 of them, not all 5");
  expect(!near(1.3), "you return the sum; the mean is asked");
  expect(!near(0.7), "you take one place only; two tokens occurred before");
  expect(!near((0.2 + 0.2) / 2), "rows are queries and columns keys: weights(i, j), not weights(j, i)");
  expect(!near(0),
         "you find no repeated token; ask for the tokens 0 to i at each place i, not for the whole text");
  expect(!near((0.15 + 0.3) / 2), "the tokens 0 to i include token i, the one that is asked");
  expect(near(0.65), text("the score is (0.6 + 0.7) / 2 = 0.65, not ", yours));
  expect(exercise::induction_score(ones({2, 2}), {1, 2}) == 0,
         "without a repeated token the score is 0 (0 / 0 is not a number)");
}

void test_prediction() {
  const double yours = exercise::predicted_share();
  expect(std::abs(yours - 0.5) > 1e-6, "and if both values are equal? Then both answers are right");
  expect(std::abs(yours - 0.125) > 1e-6,
         "that is guessing among eight digits; the model knows which two occur");
  expect(std::abs(yours - 0.625) > 1e-6,
         "only 7/8 of the texts have two different values; then half of the answers is right, else all are");
  expect(std::abs(yours - 0.36) > 0.01, "36 % belongs to six pairs; here there are two");
  expect(yours <= 1, "give a share between 0 and 1, not percent");
  expect_predicted("the share of right answers", yours, 0.5625, 0.001);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 26: What can attention do?");
  exercise.task("1. parity_answers", test_parity);
  exercise.task("2. what_followed", test_followed);
  exercise.task("3. induction_score", test_score);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
