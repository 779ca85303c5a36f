// Tests the exercise of lesson 07 and says in words what is missing.
#include "nn/attention/scores.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/07-scores/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>

using namespace heed;

namespace {

bool is(const Tensor& yours, const Tensor& other) {
  return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
}

// Returns the library's scores of queries Q (m, d_q) with keys K (n, d_k): (m, n).
Tensor library_scores(const Attention& attention, const Tensor& Q, const Tensor& K) {
  const Variable q = attention.prepare_queries(unsqueeze(Q, 0)), k = attention.prepare_keys(unsqueeze(K, 0));
  return select(attention.scores(q, k).value(), 0, 0);
}

Tensor unit(const Tensor& x) { return x / sqrt(sum(x * x, -1, keep_axis)); }

void test_cosine() {
  Rng rng(1);
  const Tensor Q = random_normal({5, 4}, rng), K = random_normal({3, 4}, rng);
  const Tensor yours = exercise::sharp_cosine_weights(Q, K, 6);
  const CosineAttention library;
  const Tensor cosine = library_scores(library, Q, K);
  expect(!is(yours, cosine) && !is(yours, 6.0 * cosine),
         "these are scores; turn them into weights with softmax");
  expect(!is(yours, softmax(cosine)), "the sharpness is not used");
  expect(!is(yours, softmax(cosine / 6.0)), "you divide by the sharpness, which makes the weights more even");
  expect(!is(yours, 6.0 * softmax(cosine)),
         "the sharpness multiplies your weights, which then sum to 6; multiply the scores by it, before the "
         "softmax");
  expect(!is(yours, softmax(6.0 * matmul(Q, transpose(K)))),
         "this is the dot product; divide q and k by their norms");
  expect(!is(yours, softmax(6.0 * matmul(Q, transpose(unit(K))))),
         "only the keys are divided by their norms, not the queries");
  expect(!is(yours, softmax(6.0 * matmul(unit(Q), transpose(K)))),
         "only the queries are divided by their norms, not the keys");
  expect(!is(yours,
             softmax(6.0 * matmul(Q / sum(Q * Q, -1, keep_axis), transpose(K / sum(K * K, -1, keep_axis))))),
         "you divide by the squared norm: the root is missing");
  expect(!is(yours, transpose(softmax(6.0 * transpose(cosine)))),
         "your weights sum to 1 over the queries; the weights of each query should sum to 1 over the keys");
  expect_close("your weights of 5 queries over 3 keys, with sharpness 6", yours, softmax(6.0 * cosine));
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(3, rng);  // m, n and d_k
    const Tensor q = random_normal({size[0], size[2]}, rng), k = random_normal({size[1], size[2]}, rng);
    const double sharpness = rng.uniform(0.5, 20);
    expect_close(
        text("your weights of ", size[0], " queries over ", size[1], " keys, with sharpness ", sharpness),
        exercise::sharp_cosine_weights(q, k, sharpness), softmax(sharpness * library_scores(library, q, k)));
  }
}

void test_additive() {
  Rng rng(2);
  AdditiveAttention library(4, 2, 6, rng);
  const Tensor Q = random_normal({5, 4}, rng), K = random_normal({3, 2}, rng);
  const Tensor W_q = library.query->weight.value(), W_k = library.key->weight.value(), v = library.v.value();
  const Tensor yours = exercise::additive(Q, K, W_q, W_k, v);
  const Tensor right = library_scores(library, Q, K);
  const Tensor together = unsqueeze(matmul(Q, transpose(W_q)), 1) + unsqueeze(matmul(K, transpose(W_k)), 0);
  expect(!is(yours, sum(v * together, -1)), "the tanh is missing");
  expect(!is(yours, tanh(sum(v * together, -1))),
         "the tanh is outside the sum: apply it to each of the `size` entries, before v sums them up");
  expect(!is(yours, tanh(right)),
         "there is a second tanh, on the score; document 4 has one there, and it limits every weight");
  expect(!is(yours, sum(tanh(together), -1)), "v is not used");
  expect(!is(yours, sum(v * (tanh(unsqueeze(matmul(Q, transpose(W_q)), 1)) +
                             tanh(unsqueeze(matmul(K, transpose(W_k)), 0))),
                        -1)),
         "there are two tanh, one for the query and one for the key: add the two first, then take the tanh "
         "of the sum");
  expect(!is(yours, softmax(right)), "these are weights already; the score comes before the softmax");
  expect_close("your scores of 5 queries and 3 keys", yours, right, "Compare every query with every key.");
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(5, rng);  // m, n, d_q, d_k and the common size
    const AdditiveAttention other(size[2], size[3], size[4], rng);
    const Tensor q = random_normal({size[0], size[2]}, rng), k = random_normal({size[1], size[3]}, rng);
    expect_close(
        text("your scores of ", size[0], " queries and ", size[1], " keys"),
        exercise::additive(q, k, other.query->weight.value(), other.key->weight.value(), other.v.value()),
        library_scores(other, q, k));
  }
}

void test_weight() {
  const std::vector<Index> order = {2, 0, 3, 1, 4};
  const Tensor yours = exercise::weight_for(order);
  Tensor right = zeros({5, 5});
  for (Index i = 0; i < 5; ++i) right.at(i, order[static_cast<std::size_t>(i)]) = 1;
  expect(!is(yours, transpose(right)),
         "your W is transposed: its rows belong to the query, its columns to the key");
  Tensor identity = zeros({5, 5});
  for (Index i = 0; i < 5; ++i) identity.at(i, i) = 1;
  expect(!is(yours, identity),
         "with this W the general score is the dot product, which multiplies entries that do not belong "
         "together");
  expect_close("your W for the order 2 0 3 1 4", yours, right);
  Rng rng(4);
  for (const Index d : different_sizes(5, rng)) {
    const std::vector<Index> random_order = rng.permutation(d);
    const Tensor q = random_normal({3, d}, rng), k = random_normal({4, d}, rng);
    Tensor sorted = zeros({4, d});
    for (Index i = 0; i < d; ++i) {
      for (Index row = 0; row < 4; ++row)
        sorted.at(row, i) = k(row, random_order[static_cast<std::size_t>(i)]);
    }
    expect_close(text("the scores by your W of size ", d),
                 matmul(q, matmul(exercise::weight_for(random_order), transpose(k))),
                 matmul(q, transpose(sorted)));
  }
}

void test_prediction() {
  Rng rng(3);
  const Tensor Q = random_normal({4000, 64}, rng, 0, 2), K = random_normal({4000, 64}, rng, 0, 2);
  const Tensor scores = sum(Q * K, -1) / 8.0;
  const double measured = std::sqrt(static_cast<double>(var(scores, 0).item()));
  expect_predicted("the standard deviation of the scaled scores", exercise::predicted_deviation(), measured,
                   0.1);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 07: scores");
  exercise.task("1. sharp_cosine_weights: a cosine with a sharpness", test_cosine);
  exercise.task("2. additive: every query with every key", test_additive);
  exercise.task("3. weight_for: a general score by hand", test_weight);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
