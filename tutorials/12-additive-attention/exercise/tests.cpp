// Tests the exercise of lesson 12, and says in words what is missing.
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
  const AdditiveAttention attention(4, 3, 6, rng);  // queries of 4, keys of 3, size 6
  const Tensor Q = random_normal({5, 4}, rng), K = random_normal({7, 3}, rng);
  const Tensor W_q = attention.query->weight.value(), W_k = attention.key->weight.value();
  const Tensor v = attention.v.value();
  const Tensor yours = exercise::additive_scores(Q, K, W_q, W_k, v);
  const Tensor right =
      select(attention.scores(unsqueeze(Q, 0), attention.prepare_keys(unsqueeze(K, 0))).value(), 0, 0);
  const auto is = [&](const Tensor& other) {
    return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-6);
  };
  expect(!is(transpose(right)), "your scores lie on their side: there is one row for each query");
  expect(!is(tanh(right)),
         "you put a tanh on the score itself, as document 4 does; it belongs inside, before v");
  const Tensor pairs = unsqueeze(matmul(Q, transpose(W_q)), 1) + unsqueeze(matmul(K, transpose(W_k)), 0);
  expect(!is(sum(pairs * v, -1)), "the tanh is missing");
  expect(!is(sum(tanh(pairs), -1)), "v is missing: each of the tanh's numbers is multiplied by one of v's");
  expect(!is(sum(tanh(pairs * v), -1)), "v stands inside the tanh; it multiplies what comes out of it");
  expect(!is(softmax(right)), "these are weights already; the score comes before the softmax");
  expect(!is(tanh(pairs)) && !is(tanh(pairs) * v),
         "you have a vector for each pair; the score is one number: sum along the last axis");
  expect_close("your scores of 5 queries and 7 keys", yours, right);
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
  expect(!is(softmax(scores)), "padding is read: nothing is hidden");
  expect(!is(softmax(scores) * kept),
         "you set the weights at padding to 0 after the softmax; then the rest no longer sums to 1. Hide the "
         "scores");
  expect(!is(softmax(scores * kept)),
         "you set the scores at padding to 0; but e^0 is 1, so padding still gets weight. Which score gets "
         "none?");
  expect(!is(softmax(scores, one_more)),
         "you hide one too few: keys are counted from 0, so key number lengths[b] is padding already");
  expect_close("your weights", yours, softmax(scores, kept));
  expect(all_equal(given, scores), "the caller's scores have changed: write into a clone()");
}

// A decoder that wants to say 5, 7, 7, 6 and then the end mark, as long as it is told its own last word.
struct Speaker {
  std::vector<Token> sentence = {5, 7, 7, 6, 3};
  std::vector<Token> heard;

  Tensor operator()(Token last) {
    const std::size_t at = heard.size();
    heard.push_back(last);
    Tensor scores = zeros({9});
    scores.at(at < sentence.size() ? sentence[at] : 8) = 1;
    return scores;
  }
};

void test_write() {
  const Token begin = 2, end = 3;
  Speaker speaker;
  const auto next = [&](Token last) { return speaker(last); };
  const std::vector<Token> yours = exercise::write(next, begin, end, 20);
  expect(!speaker.heard.empty(), "you never ask next()");
  expect(speaker.heard[0] == begin, "the first word that the decoder hears is not the mark of the beginning");
  expect(speaker.heard.size() < 2 || speaker.heard[1] != begin,
         "the decoder hears the beginning again and again: give it its own last word");
  expect(speaker.heard.size() <= 5, "you go on asking after the end mark was chosen");
  expect(speaker.heard == std::vector<Token>({2, 5, 7, 7, 6}),
         "the decoder does not hear its own last words");
  expect(std::count(yours.begin(), yours.end(), end) == 0,
         "the end mark is part of your answer; leave it out");
  expect(std::count(yours.begin(), yours.end(), begin) == 0,
         "the begin mark is part of your answer; leave it out");
  expect(yours == std::vector<Token>({5, 7, 7, 6}),
         "the words are not those that were chosen, in their order");
  speaker = {};
  expect(exercise::write(next, begin, end, 2) == std::vector<Token>({5, 7}),
         "with longest = 2 the answer has the first two words: some decoders never say the end mark");
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
  exercise.task("3. write: a decoder by itself", test_write);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
