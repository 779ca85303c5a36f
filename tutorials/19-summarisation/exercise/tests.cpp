// Tests the exercise of lesson 19 and says in words what is missing.
#include "nn/attention/pointer.h"
#include "tensor/creation.h"
#include "tensor/views.h"
#include "tutorials/19-summarisation/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

using namespace heed;

namespace {

bool near(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!(std::abs(a[i] - b[i]) < 1e-5)) return false;
  return true;
}

std::string listed(const std::vector<Token>& ids) {
  std::string line;
  for (const Token id : ids) line += text(" ", id);
  return line;
}

// `count` random numbers that are positive and sum to 1.
std::vector<double> shares(Index count, Rng& rng) {
  std::vector<double> all;
  for (Index i = 0; i < count; ++i) all.push_back(rng.uniform(0.1, 1));
  const double total = std::accumulate(all.begin(), all.end(), 0.0);
  for (double& one : all) one /= total;
  return all;
}

void test_ids() {
  const std::vector<std::string> words{"zelda", "met", "tamaro", ",", "zelda", "won", "bredo"};
  const std::vector<Token> source{-1, 4, -1, 5, -1, 6, -1};
  const std::vector<Token> yours = exercise::extra_ids(words, source, 10);
  expect(yours.size() == source.size(), text("there are 7 words, and your list has ", yours.size(), " ids"));
  expect(yours != std::vector<Token>({10, 4, 11, 5, 12, 6, 13}),
         "the same new word has two ids; give it the id that it had the first time");
  expect(yours != std::vector<Token>({10, 4, 12, 5, 10, 6, 16}),
         "you count from the position in the report; count the new words only");
  expect(yours != std::vector<Token>({11, 4, 12, 5, 11, 6, 13}),
         "the first extra id is `vocabulary` itself: the last word of the vocabulary has the id before");
  expect(std::count(yours.begin(), yours.end(), -1) == 0,
         text("your ids are", listed(yours), "; a new word still has -1 in place of an extra id"));
  expect(yours != std::vector<Token>({10, 4, 10, 5, 10, 6, 10}),
         "all new words have one id: that is <unk> again");
  expect(yours == std::vector<Token>({10, 4, 11, 5, 10, 6, 12}),
         "your ids are" + listed(yours) +
             "; for zelda met tamaro , zelda won bredo, with 10 words in the vocabulary, they are\n"
             "            10 4 11 5 10 6 12");
}

void test_mixture() {
  Rng rng(1);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(3, rng);  // words, extra words, and length of the source
    const std::vector<double> generate = shares(size[0], rng), weights = shares(size[2] + 2, rng);
    const double g = rng.uniform(0.6, 0.9);
    std::vector<Token> source;
    for (Index i = 0; i < size[2]; ++i) source.push_back(static_cast<Token>(rng.integer(size[0] + size[1])));
    source.push_back(static_cast<Token>(size[0]));  // an extra word, twice
    source.push_back(static_cast<Token>(size[0]));
    const auto all = static_cast<std::size_t>(size[0] + size[1]);
    const auto mixed = [&](double own, double other, bool last_only) {
      std::vector<double> p(all, 0), copied(all, 0);
      for (std::size_t w = 0; w < generate.size(); ++w) p[w] = own * generate[w];
      for (std::size_t i = 0; i < source.size(); ++i) {
        double& at = copied[static_cast<std::size_t>(source[i])];
        at = (last_only ? 0 : at) + weights[i];
      }
      for (std::size_t w = 0; w < all; ++w) p[w] += other * copied[w];
      return p;
    };
    const std::vector<double> yours = exercise::mixture(generate, weights, source, g, size[1]);
    expect(yours.size() == all,
           text("there are ", all, " ids, extra ids included, and you give ", yours.size()));
    expect(!near(yours, mixed(1 - g, g, false)), "the gate is the wrong way round: g belongs to generating");
    expect(!near(yours, mixed(g, 1 - g, true)),
           "a word that is in the source twice has only its last weight; add the weights up");
    expect(!near(yours, mixed(1, 1, false)), "the gate is missing: your probabilities sum to 2");
    expect(near(yours, mixed(g, 1 - g, false)),
           text("your probabilities are wrong, and their sum is ",
                std::accumulate(yours.begin(), yours.end(), 0.0), "; compare with the example on paper"));
  }
  const Tensor copied =
      copy_probabilities(reshape(tensor({0.5, 0.2, 0.3}), {1, 1, 3}), TokenMatrix({{3, 1, 3}}), 4).value();
  expect(near(exercise::mixture({0.5, 0.3, 0.2}, {0.5, 0.2, 0.3}, {3, 1, 3}, 0, 1), copied.to_doubles()),
         "with g = 0, everything is copied, as by the library's copy_probabilities");
}

void test_coverage() {
  const std::vector<std::vector<double>> weights{
      {0.7, 0.2, 0.1, 0}, {0.2, 0.4, 0.3, 0.1}, {0.5, 0, 0.4, 0.1}};
  const double yours = exercise::coverage_loss(weights);
  const auto is = [&](double other) { return std::abs(yours - other) < 1e-5; };
  expect(!is(3), "you add to the coverage before you take the minimum: each step then covers itself");
  expect(!is(1.1), "you compare with the step before only; the coverage is the sum of all steps before");
  expect(!is(1.4), "your coverage is the largest weight so far; it is the sum of the weights so far");
  expect(!is(4.5), "you take the larger of weight and coverage; the loss is the smaller");
  expect(!is(1.5 / 3), "you take a mean over the steps; the loss is a sum");
  expect(!is(1.5 / 4), "you take a mean over the source words; the loss is a sum");
  expect(is(1.5), text("your loss is ", yours, " and should be 1.5"));
}

void test_prediction() {
  const double yours = exercise::predicted_loss();
  expect(std::abs(yours - 3) < 0.03,
         text("you predicted ", yours,
              "; it is 3. The first step finds no coverage and adds 0. Each later step finds\n"
              "            a coverage of at least 1/5 at each word, so the minimum is the weight: five times "
              "1/5"));
}

}  // namespace

int main() {
  Exercise exercise("Exercise 19: Summarisation and pointing");
  exercise.task("1. extra_ids: ids for new words", test_ids);
  exercise.task("2. mixture: generate or copy", test_mixture);
  exercise.task("3. coverage_loss", test_coverage);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
