// Tests the exercise of lesson 16 and says in words what is missing.
#include "autograd/operations/cross_entropy.h"
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/16-bert/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

constexpr Token mask = 30;

// What happened to the words of a text. A word that stays as it is and has no target was not chosen.
struct Counts {
  double words = 0, targets = 0, masked = 0, random = 0, stayed = 0;
};

// Counts, and throws if a single position is wrong.
Counts count(const std::vector<Token>& sentence, const exercise::Hidden& yours) {
  expect(yours.input.size() == sentence.size() && yours.targets.size() == sentence.size(),
         "input and targets must be as long as the sentence");
  Counts counts;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const Token word = sentence[i], input = yours.input[i], target = yours.targets[i];
    if (word < 4) {
      expect(input == word && target == 0,
             "you hide special tokens: ids below 4, such as padding, are not words");
      continue;
    }
    ++counts.words;
    expect(input == word || target != 0,
           "you change words that are not targets: every chosen word is a target");
    if (target == 0) continue;
    expect(target == word, "a target is not the original word: did you read it after you changed the input?");
    expect(input >= 4 && input <= mask,
           "your random words can be special tokens: words have the ids 4 to mask - 1");
    ++counts.targets;
    (input == mask ? counts.masked : input == word ? counts.stayed : counts.random) += 1;
  }
  return counts;
}

bool near(double part, double whole, double share) { return std::abs(part / whole - share) < 0.02; }

// 40,000 words, and a special token after every fourth: the shares are right to about one in a hundred.
void test_hide() {
  Rng rng(3);
  std::vector<Token> sentence;
  for (Index i = 0; i < 50000; ++i) {
    sentence.push_back(static_cast<Token>(i % 5 == 4 ? rng.integer(4) : 4 + rng.integer(mask - 4)));
  }
  Rng first(1), second(1);
  const exercise::Hidden yours = exercise::hide(sentence, mask, first);
  const Counts counts = count(sentence, yours);
  expect(counts.targets > 0, "you choose no word");
  expect(counts.targets < counts.words, "every word is a target: only the chosen words are");
  expect(!near(counts.masked, counts.targets, 1),
         "all chosen words become [MASK]: one in ten becomes a random word, and one in ten stays");
  expect(counts.stayed > 0, "no chosen word stays as it is: a word that stays is a target, too");
  expect(near(counts.targets, counts.words, 0.15),
         text("you choose ", std::round(100 * counts.targets / counts.words), " % of the words, not 15 %"));
  expect(near(counts.masked, counts.targets, 0.8),
         text("of the chosen words, ", std::round(100 * counts.masked / counts.targets),
              " % become [MASK], not 80 %"));
  // One in 26 random words is the original by chance.
  expect(near(counts.random, counts.targets, 0.1),
         text("of the chosen words, ", std::round(100 * counts.random / counts.targets),
              " % become a random word, not 10 %"));
  expect(exercise::hide(sentence, mask, second).input == yours.input,
         "the same generator gives different results: take all random numbers from rng");
}

void test_loss() {
  const Tensor scores =
      tensor({{1, 2, 0, 3, 1, 0}, {0, 1, 0, 1, 2, 4}, {2, 0, 1, 0, 0, 1}, {0, 0, 0, 0, 3, 0}});
  const std::vector<Token> targets = {0, 5, 0, 3};
  const double yours = exercise::hidden_loss(scores, targets);
  const auto loss = [](const Tensor& x, const std::vector<Token>& words) {
    TokenMatrix wanted(static_cast<Index>(words.size()), 1);
    wanted.ids = words;
    return static_cast<double>(cross_entropy(Variable(x), wanted, {.ignore = 0}).value().item());
  };
  const double right = loss(scores, targets);
  const auto is = [&](double other) { return std::abs(yours - other) < 1e-3 * std::abs(other); };
  expect(!is(right * 2), "you add up the losses; divide by the number of targets");
  expect(!is(right / 2), "you divide by the number of positions; only positions with a target count");
  expect(!is(-right),
         "the sign is wrong: a probability below 1 has a negative logarithm, and a loss is positive");
  TokenMatrix all(4, 1);
  all.ids = targets;
  expect(!is(static_cast<double>(cross_entropy(Variable(scores), all).value().item())),
         "you count the positions with target 0, too, as if the model had to predict padding there");
  expect(!is(-2), "you take the score itself: make probabilities of the scores first, by softmax");
  expect(is(right), text("your loss is ", yours, " and should be ", right));
  Rng rng(5);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);  // time and words
    const Tensor more = random_normal({size[0], size[1]}, rng);
    std::vector<Token> some;
    for (Index i = 0; i < size[0]; ++i) some.push_back(static_cast<Token>(rng.integer(size[1])));
    some[0] = 1;
    const double should = loss(more, some);
    expect(std::abs(exercise::hidden_loss(more, some) - should) < 1e-3 * should,
           text("your loss is wrong for ", size[0], " positions and ", size[1], " words"));
  }
}

void test_classes() {
  Rng rng(7);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(4, rng);  // batch, time, size and classes
    const Tensor states = random_normal({size[0], size[1], size[2]}, rng);
    const Tensor W = random_normal({size[3], size[2]}, rng), b = random_normal({size[3]}, rng);
    const auto scores = [&](const Tensor& h) { return matmul(h, transpose(W)) + b; };
    const Tensor yours = exercise::class_scores(states, W, b);
    const auto is = [&](const Tensor& other) {
      return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
    };
    const Tensor right = scores(select(states, 1, 0));
    expect(!is(scores(mean(states, 1))),
           "you take the mean of all positions; the classifier reads position 0 alone");
    expect(!is(scores(select(states, 1, size[1] - 1))), "you read the last position; [CLS] is the first");
    expect(!is(right - b), "the bias b is missing");
    expect(!is(scores(states)), "you have scores for every position; the classifier reads position 0 alone");
    expect_close(text("your scores of ", size[0], " sentences and ", size[3], " classes"), yours, right);
  }
}

void test_prediction() {
  Rng rng(9);
  double unused = 0;
  for (int i = 0; i < 100000; ++i) {
    bool chosen = false;
    for (int word = 0; word < 10; ++word) chosen = rng.uniform() < 0.15 || chosen;
    unused += !chosen;
  }
  expect_predicted("the share of sentences without a chosen word", exercise::predicted_unused(),
                   unused / 100000, 0.03);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 16: BERT in small");
  exercise.task("1. hide: 15 % of the words, 80/10/10", test_hide);
  exercise.task("2. hidden_loss: the chosen words alone", test_loss);
  exercise.task("3. class_scores: a class from [CLS]", test_classes);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
