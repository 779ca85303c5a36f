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
