// Tests the exercise of lesson 29 and says in words what is missing.
#include "nn/transformer/gpt.h"
#include "tensor/ground/work.h"
#include "tutorials/29-costs/exercise/exercise.h"
#include "tutorials/exercise.h"

using namespace heed;

namespace {

void test_work() {
  Rng rng(1);
  for (int round = 0; round < 5; ++round) {
    const Index layers = 1 + rng.integer(3), d = 4 * (1 + rng.integer(4)), f = 5 + rng.integer(20),
                n = 5 + rng.integer(9);
    const Index words = 30 + rng.integer(10), heads = 2;
    const GPT model(
        {.words = words,
         .transformer = {.size = d, .heads = heads, .layers = layers, .feed_forward = f, .pre_norm = true},
         .context = 32,
         .tied = false},
        rng);
    const NoGrad guard;
    GPTMemory memory;
    for (Index i = 1; i < n; ++i) model.step({1}, memory);
    const Index before = multiply_adds();
    model.step({1}, memory);
    const Index right = multiply_adds() - before;
    const Index yours = exercise::for_one_word(layers, d, f, words, n);
    expect(yours != right - d * words, "the output is missing: one product with the vector of each word");
    expect(yours != right - layers * 2 * n * d,
           "the products of queries with keys, and of weights with values, are missing: 2 n d in each layer");
    expect(yours != right - layers * n * d,
           "you count the products of queries and keys, and forget those of weights and values");
    expect(yours != right - layers * d * f, "the feed-forward has two matrices");
    expect(yours != right + (layers - 1) * d * words || layers == 1,
           "the output comes once, not in each layer");
    expect(yours != right - layers * d * d, "attention has four matrices: query, key, value and output");
    expect(yours != right + layers * 2 * d * (4 * d - f) || f == 4 * d,
           "the size of the feed-forward is f here, and not always 4 d");
    expect(yours != right - layers * 2 * d,
           "you count n - 1 keys and values; the word attends to itself, too, and n includes it");
    expect(yours != right + d * words,
           "the embedding is looked up, and not multiplied: only the output counts");
    expect(yours != n * right, "this is the work of all n words; only the last one is wanted");
    expect(yours == right, text("layers ", layers, ", d ", d, ", f ", f, ", words ", words, ", n ", n,
                                ": the library counts ", right, ", and you ", yours));
  }
}

void test_cache() {
  const Index yours = exercise::cache_bytes(3, 10, 7);
  expect(yours != 3 * 7 * 10 * 4, "you count the keys or the values; both are kept");
  expect(yours != 2 * 3 * 7 * 10, "you count numbers; each has 4 bytes");
  expect(yours != 2 * 7 * 10 * 4, "each layer has keys and values of its own");
  expect(yours == 2 * 3 * 7 * 10 * 4, text("your answer is ", yours, " and should be 1680"));
}

void test_rank() {
  const std::vector<double> surprises = {3.5, 0.2, 9, 1, 1, 7};
  const Index yours = exercise::rank_of(surprises, 3);
  expect(yours != 1,
         "one candidate has a smaller surprise, and ranks begin at 1: the rank is 1 + that number");
  expect(yours != 3, "an equally likely candidate is not likelier");
  expect(yours != 4, "you count the *less* likely candidates; a small surprise is a large probability");
  expect(yours == 2, text("the rank of surprise 1 among 3.5, 0.2, 9, 1, 1, 7 is 2, not ", yours));
  expect(exercise::rank_of(surprises, 1) == 1, "the likeliest candidate has rank 1");
}

void test_prediction() {
  // 2 n d = 4 d^2 + 2 d f, so n = 2 d + f.
  expect_predicted("the length at which attention costs as much as the rest",
                   static_cast<double>(exercise::predicted_length()), 384, 0);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 29: What a Transformer costs");
  exercise.task("1. for_one_word", test_work);
  exercise.task("2. cache_bytes", test_cache);
  exercise.task("3. rank_of", test_rank);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
