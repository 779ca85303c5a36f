// Tests the exercise of lesson 17 and says in words what is missing.
#include "autograd/operations/cross_entropy.h"
#include "nn/sampling.h"
#include "nn/transformer/gpt.h"
#include "tutorials/17-gpt/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace heed;

namespace {

void test_shift() {
  const std::vector<Token> passage = {9, 3, 3, 7, 5};
  const exercise::Shifted yours = exercise::shift(passage);
  const std::vector<Token> input = {9, 3, 3, 7}, target = {3, 3, 7, 5};
  expect(yours.input != yours.target, "input and target are the same: the model would learn to copy");
  expect(!(yours.input == target && yours.target == input),
         "your targets are the tokens before: a language model predicts the token after");
  expect(yours.input.size() == 4 && yours.target.size() == 4,
         "a passage of 5 tokens gives 4 inputs and 4 targets");
  expect(yours.input == input, "the input is the passage without its last token");
  expect(yours.target == target, "the target is the passage without its first token");
}

void test_drawn() {
  Rng rng(1);
  for (const auto& [temperature, k] :
       std::vector<std::pair<double, Index>>{{1, 50}, {0.5, 50}, {2, 50}, {1, 3}, {0.7, 1}, {3, 4}}) {
    const Tensor logits = random_normal({7}, rng, 0, 2);
    const std::vector<double> yours = exercise::drawn(logits, temperature, k);
    const auto right = [&](double t, Index top_k) {
      return sampling_probabilities(logits.data(), 7, {.temperature = t, .top_k = top_k});
    };
    expect(yours.size() == 7, "there must be a probability for each of the 7 words");
    const auto is = [&](const std::vector<double>& other) {
      return std::equal(yours.begin(), yours.end(), other.begin(),
                        [](double a, double b) { return std::abs(a - b) < 1e-4; });
    };
    const double sum = std::accumulate(yours.begin(), yours.end(), 0.0);
    if (temperature != 1 && k > 1)
      expect(!is(right(1 / temperature, k)), "you multiply by the temperature; logits are divided by it");
    expect(std::abs(sum - 1) < 1e-3,
           text("your probabilities sum to ", sum, ": divide by the sum of those that stay"));
    if (k < 7) expect(!is(right(temperature, k + 1)), text("you keep ", k + 1, " words instead of ", k));
    if (k < 7) expect(!is(right(temperature, 0)), "you keep all words; only the k likeliest can be drawn");
    if (temperature != 1 && k > 1) expect(!is(right(1, k)), "the temperature has no effect");
    expect(is(right(temperature, k)),
           text("your probabilities are wrong for temperature ", temperature, " and k = ", k));
  }
}

void test_perplexity() {
  const double yours = exercise::perplexity({0.5, 0.25, 0.125});
  const auto is = [&](double other) { return std::abs(yours - other) < 1e-3 * other; };
  expect(!is(64), "you take e to the sum; divide by the number of tokens first");
  expect(!is(2),
         "this is the mean of the logarithms to the base 2; perplexity is e to the mean of the natural ones");
  expect(!is(1 / (0.875 / 3)),
         "you take the logarithm of the mean; perplexity has the mean of the logarithms");
  expect(!is(0.25), "the sign is missing: perplexity is at least 1");
  expect(!is(std::log(4)), "this is the loss; perplexity is e to the loss");
  expect(is(4), text("your perplexity of 1/2, 1/4, 1/8 is ", yours, " and should be 4"));
  expect(std::abs(exercise::perplexity(std::vector<double>(2000, 0.01)) - 100) < 0.1,
         "for 2,000 tokens of probability 0.01 the perplexity is 100; do you multiply probabilities until "
         "they are 0?");
}

void test_prediction() {
  Rng rng(1);
  const GPT model(
      {.words = 1000,
       .transformer =
           {.size = 32, .heads = 2, .layers = 1, .feed_forward = 64, .dropout = 0, .pre_norm = true}},
      rng);
  TokenMatrix input(8, 20), target(8, 20);
  for (Token& token : input.ids) token = static_cast<Token>(rng.integer(1000));
  for (Token& token : target.ids) token = static_cast<Token>(rng.integer(1000));
  const NoGrad guard;
  expect_predicted("the loss of a fresh GPT with 1,000 words", exercise::predicted_start(),
                   static_cast<double>(cross_entropy(model.logits(input), target).item()), 0.02);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 17: GPT in small");
  exercise.task("1. shift: the next token", test_shift);
  exercise.task("2. drawn: temperature and top-k", test_drawn);
  exercise.task("3. perplexity", test_perplexity);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
