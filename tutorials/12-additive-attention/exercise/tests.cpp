// Tests the exercise of lesson 12 and says in words what is missing.
#include "nn/attention/masks.h"
#include "nn/attention/scores.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/12-additive-attention/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <algorithm>

using namespace heed;

namespace {

void test_scores() {
  Rng rng(1);
  const AdditiveAttention attention(4, 3, 6, rng);  // queries of size 4, keys of size 3, projected to size 6
  const Tensor Q = random_normal({5, 4}, rng), K = random_normal({7, 3}, rng);
  const Tensor W_q = attention.query->weight.value(), W_k = attention.key->weight.value();
  const Tensor v = attention.v.value();
  const Tensor yours = exercise::additive_scores(Q, K, W_q, W_k, v);
  const Variable q = attention.prepare_queries(unsqueeze(Q, 0)), k = attention.prepare_keys(unsqueeze(K, 0));
  const Tensor right = select(attention.scores(q, k).value(), 0, 0);
  const auto is = [&](const Tensor& other) {
    return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-6);
  };
  expect(!is(transpose(right)), "your scores are transposed: there is one row for each query");
  expect(!is(tanh(right)),
         "you apply a tanh to the score itself, as document 4 does; apply it inside, before v");
  const Tensor pairs = unsqueeze(matmul(Q, transpose(W_q)), 1) + unsqueeze(matmul(K, transpose(W_k)), 0);
  expect(!is(sum(pairs * v, -1)), "the tanh is missing");
  expect(!is(sum(tanh(pairs), -1)), "v is missing: multiply each result of tanh by its entry of v");
  expect(!is(sum(tanh(pairs * v), -1)), "v is inside the tanh; v multiplies the results of tanh");
  expect(!is(softmax(right)), "these are weights already; the score comes before the softmax");
  expect(!is(tanh(pairs)) && !is(tanh(pairs) * v),
         "you have a vector for each pair; the score is one number: sum along the last axis");
  expect_close("your scores of 5 queries and 7 keys", yours, right);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(5, rng);  // m, n, query, key and common size
    const AdditiveAttention other(size[2], size[3], size[4], rng);
    const Tensor queries = random_normal({size[0], size[2]}, rng),
                 keys = random_normal({size[1], size[3]}, rng);
    const Variable prepared = other.prepare_queries(unsqueeze(queries, 0));
    const Variable scores = other.scores(prepared, other.prepare_keys(unsqueeze(keys, 0)));
    expect_close(text("your scores of ", size[0], " queries and ", size[1], " keys"),
                 exercise::additive_scores(queries, keys, other.query->weight.value(),
                                           other.key->weight.value(), other.v.value()),
                 select(scores.value(), 0, 0));
  }
}

void test_mask() {
  const Tensor scores = tensor({{2, 1, 3, -1}, {0, 5, 1, 2}, {1, 1, 1, 1}});
  const std::vector<Index> lengths = {2, 4, 1};
  const Tensor kept = tensor({{1, 1, 0, 0}, {1, 1, 1, 1}, {1, 0, 0, 0}});
  const Tensor one_more = tensor({{1, 1, 1, 0}, {1, 1, 1, 1}, {1, 1, 0, 0}});
  const Tensor given = scores.clone();
  const Tensor yours = exercise::masked_weights(given, lengths);
  const auto is = [&](const Tensor& other) {
    return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-6);
  };
  expect(!is(softmax(scores)), "padding gets weight: nothing is hidden");
  expect(!is(softmax(scores) * kept),
         "you set the weights at padding to 0 after the softmax; then the rest no longer sums to 1. Hide the "
         "scores instead");
  expect(!is(softmax(scores * kept)),
         "you set the scores at padding to 0; but e^0 is 1, so padding still gets weight. Which score gets "
         "none?");
  expect(!is(softmax(scores, one_more)),
         "you hide one key too few: keys are counted from 0, so key lengths[b] is already padding");
  expect_close("your weights", yours, softmax(scores, kept));
  expect(all_equal(given, scores), "you changed the caller's scores: write into a clone()");
  Rng rng(5);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);  // batch and keys
    const Tensor more = random_normal({size[0], size[1]}, rng);
    std::vector<Index> some;
    for (Index row = 0; row < size[0]; ++row) some.push_back(1 + rng.integer(size[1]));
    const Tensor mask = reshape(length_mask(some, size[1]), {size[0], size[1]});
    expect_close(text("your weights of ", size[0], " sentences with ", size[1], " keys"),
                 exercise::masked_weights(more, some), softmax(more, mask));
  }
}

// A decoder that predicts 5, 7, 7, 6 and then <eos>, and records its inputs.
struct Speaker {
  std::vector<Token> sentence = {5, 7, 7, 6, 3};
  std::vector<Token> inputs;

  Tensor operator()(Token previous) {
    const std::size_t at = inputs.size();
    inputs.push_back(previous);
    Tensor scores = zeros({9});
    scores.at(at < sentence.size() ? sentence[at] : 8) = 1;
    return scores;
  }
};

void test_write() {
  const Token bos = 2, eos = 3;
  Speaker speaker;
  const auto next = [&](Token previous) { return speaker(previous); };
  const std::vector<Token> yours = exercise::write(next, bos, eos, 20);
  expect(!speaker.inputs.empty(), "you never call next()");
  expect(speaker.inputs[0] == bos, "the decoder's first input is not bos");
  expect(speaker.inputs.size() < 2 || speaker.inputs[1] != bos,
         "the decoder gets bos again and again: give it its own previous word");
  expect(speaker.inputs.size() <= 5, "you call next() again after eos was chosen");
  expect(speaker.inputs == std::vector<Token>({2, 5, 7, 7, 6}),
         "the decoder does not get its own previous words");
  expect(std::count(yours.begin(), yours.end(), eos) == 0, "eos is part of your result; leave it out");
  expect(std::count(yours.begin(), yours.end(), bos) == 0, "bos is part of your result; leave it out");
  expect(yours == std::vector<Token>({5, 7, 7, 6}), "your result is not the chosen words in their order");
  speaker = {};
  expect(exercise::write(next, bos, eos, 2) == std::vector<Token>({5, 7}),
         "with max_length = 2 the result has the first two words: some decoders never predict eos");
}

void test_prediction() {
  Tensor scores = zeros({16});
  for (Index word = 0; word < 4; ++word) scores.at(word) = 2;
  expect_predicted("padding's share of the weight", exercise::predicted_leak(),
                   static_cast<double>(sum(slice(softmax(scores), 0, 4, 16)).item()), 0.03);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 12: additive attention");
  exercise.task("1. additive_scores: all pairs", test_scores);
  exercise.task("2. masked_weights: padding hidden", test_mask);
  exercise.task("3. write: a decoder without a teacher", test_write);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
