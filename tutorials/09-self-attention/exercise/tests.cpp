// Tests the exercise of lesson 09 and says in words what is missing.
#include "nn/attention/masks.h"
#include "nn/attention/scores.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/09-self-attention/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>

using namespace heed;

namespace {

bool is(const Tensor& yours, const Tensor& other) {
  return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
}

// The library's attention of one sentence.
Tensor library(const Tensor& x, const Tensor& mask) {
  const Variable batch = unsqueeze(x, 0);
  return select(ScaledDotAttention()(batch, batch, batch, mask).output.value(), 0, 0);
}

void test_attention() {
  Rng rng(1);
  const Tensor x = random_normal({5, 3}, rng), mask = causal_mask(5);
  const Tensor yours = exercise::self_attention(x, mask);
  const Tensor scores = matmul(x, transpose(x)) / std::sqrt(3.0);
  expect(!is(yours, library(x, {})), "the mask is not used");
  expect(!is(yours, matmul(softmax(scores * std::sqrt(3.0), mask), x)),
         "the scores are not divided by the square root of the size, 3");
  expect(!is(yours, matmul(softmax(scores * std::sqrt(3.0 / 5), mask), x)),
         "you divide by the root of the number of words; divide by the root of the size of a vector");
  expect(!is(yours, library(x, transpose(mask))), "your mask is transposed: a row belongs to a query");
  expect(!is(yours, matmul(softmax(scores) * mask, x)),
         "you hide the weights after the softmax; then the others no longer sum to 1");
  expect(!is(yours, matmul(softmax(scores * mask), x)),
         "you set hidden scores to 0; but e^0 is 1, so they still get weight");
  expect(!is(yours, matmul(softmax(scores * std::sqrt(3.0), mask), x) / std::sqrt(3.0)),
         "you divide after the softmax, so the weights do not sum to 1; divide the scores before it");
  expect(!is(yours, softmax(scores, mask)),
         "these are the weights; multiply the values, which are x, by them");
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);
    const Tensor words = random_normal({size[0], size[1]}, rng);
    Tensor random = random_uniform({size[0], size[0]}, rng) > 0.5;
    for (Index word = 0; word < size[0]; ++word) random.at(word, word) = 1;  // no row is empty
    expect_close(text("your output for ", size[0], " words of size ", size[1]),
                 exercise::self_attention(words, random), library(words, random));
  }
}

void test_mask() {
  TokenMatrix tokens(2, 4);
  tokens.ids = {5, 0, 6, 7, 8, 9, 0, 0};  // 0 is padding, once in the middle
  const Tensor yours = exercise::decoder_mask(tokens, 0);
  const Tensor padding = padding_mask(tokens), causal = causal_mask(4), right = padding * causal;
  expect(!yours.defined() || yours.shape() != Shape({4, 4}),
         "the sentences have different padding, so each needs its own mask: (batch, time, time)");
  expect(!is(yours, 1.0 - right), "1 and 0 are swapped: 1 means visible");
  expect(!is(yours, expand(padding, {2, 4, 4})), "only padding is hidden; hide later positions, too");
  expect(!is(yours, expand(causal, {2, 4, 4})), "only later positions are hidden; hide padding, too");
  expect(!is(yours, transpose(padding) * causal),
         "you hide padding as a query: its rows are empty, and words still attend to it. Hide it as a key");
  expect(!is(yours, padding * transpose(padding) * causal),
         "you hide padding as a query as well: its rows are empty, so its output is not defined. Hide it as "
         "a key only");
  expect(!is(yours, padding * transpose(causal)), "your mask shows the future and hides the past");
  Tensor strict = zeros({4, 4});
  for (Index query = 0; query < 4; ++query) {
    for (Index key = 0; key < query; ++key) strict.at(query, key) = 1;
  }
  expect(!is(yours, padding * strict), "a position must be allowed to attend to itself");
  Rng rng(2);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);
    TokenMatrix random(size[0], size[1]);
    for (Token& token : random.ids) token = static_cast<Token>(rng.integer(3));
    const auto mark = static_cast<Token>(rng.integer(3));  // not always 0
    expect_close(text("your mask of ", size[0], " sentences of ", size[1], " tokens, padding ", mark),
                 exercise::decoder_mask(random, mark), padding_mask(random, mark) * causal_mask(size[1]));
  }
}

// A layer of self-attention whose mask has these additional ones: (query, key).
std::function<Tensor(const Tensor&)> layer_with(const std::vector<std::pair<Index, Index>>& extra) {
  return [extra](const Tensor& x) {
    Tensor mask = causal_mask(x.size(0));
    for (const auto& [query, key] : extra) mask.at(query, key) = 1;
    return library(x, mask);
  };
}

void test_future() {
  Rng rng(3);
  const Index time = 6, size = 3;
  const auto verdict = [&](const std::vector<std::pair<Index, Index>>& extra) {
    return exercise::sees_the_future(layer_with(extra), time, size, rng);
  };
  expect(!verdict({}),
         "you accuse a layer with the right mask. Do you compare outputs at or after the position that you "
         "changed? Those may change");
  expect(exercise::sees_the_future([](const Tensor& x) { return library(x, {}); }, time, size, rng),
         "a layer without any mask passes your test");
  for (Index query = 0; query < time; ++query) {
    for (Index key = query + 1; key < time; ++key) {
      expect(verdict({{query, key}}), text("a layer passes in which position ", query, " sees position ", key,
                                           ", and nothing else is wrong: change and compare more positions"));
    }
  }
  for (int round = 0; round < 5; ++round) {
    const std::vector<Index> sizes = different_sizes(2, rng);
    expect(!exercise::sees_the_future(layer_with({}), sizes[0], sizes[1], rng),
           text("you accuse a right layer with ", sizes[0], " words of size ", sizes[1]));
  }
}

void test_prediction() {
  expect_predicted(
      "the loss on 16 random digits, if the mask is off by one (all but the last digit can be read)",
      exercise::predicted_loss(), std::log(10) / 16, 0.1);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 09: self-attention and masks");
  exercise.task("1. self_attention: one sentence, masked", test_attention);
  exercise.task("2. decoder_mask: neither the future nor padding", test_mask);
  exercise.task("3. sees_the_future: a test that finds every leak", test_future);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
