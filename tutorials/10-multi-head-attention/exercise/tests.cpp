// Tests the exercise of lesson 10 and says in words what is missing.
#include "nn/attention/multihead.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/views.h"
#include "tutorials/10-multi-head-attention/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>

using namespace heed;

namespace {

bool is(const Tensor& yours, const Tensor& other) {
  return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
}

void test_split() {
  Rng rng(1);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(4, rng);  // batch, time, heads and the size of a head
    const Index heads = size[2], d = size[3];
    const Tensor x = random_normal({size[0], size[1], heads * d}, rng), yours = exercise::split(x, heads);
    const Tensor right = transpose(reshape(x, {size[0], size[1], heads, d}), 1, 2);
    expect(!is(yours, reshape(x, {size[0], heads, size[1], d})),
           "the shape is right, but a head gets a part of the sentence instead of a piece of every word: "
           "reshape to "
           "(batch, time, heads, d) first, and then exchange two axes");
    expect(!is(yours, reshape(x, {size[0], size[1], heads, d})),
           "the axes are (batch, time, heads, d); exchange time and heads");
    expect(!is(yours, transpose(transpose(reshape(x, {size[0], size[1], d, heads}), 2, 3), 1, 2)),
           "neighbouring entries go to different heads; a head's piece should be d entries in a row");
    expect_close(text("your split of ", size[1], " words into ", heads, " heads of size ", d), yours, right);
    const Tensor joined = exercise::join(right);
    expect(!is(joined, reshape(right, {size[0], size[1], heads * d})),
           "join() keeps the order of the heads in memory; exchange the two axes back before you reshape");
    expect_close("your join of these pieces", joined, x);
  }
}

// The library's layer with these matrices and no bias.
Tensor library(const Tensor& Q, const Tensor& K, const Tensor& V, const std::vector<Tensor>& W, Index heads) {
  Rng rng(0);
  MultiheadAttention layer(Q.size(1), heads, 0, rng);
  const std::pair<Child<Linear>*, Tensor> parts[] = {
      {&layer.query, W[0]}, {&layer.key, W[1]}, {&layer.value, W[2]}, {&layer.output, W[3]}};
  for (const auto& [linear, matrix] : parts) {
    (*linear)->weight.value().copy_from(matrix);
    (*linear)->bias->value().fill(0);
  }
  const Variable q = unsqueeze(Q, 0), k = unsqueeze(K, 0), v = unsqueeze(V, 0);
  return select(layer(q, k, v, {}).value(), 0, 0);
}

void test_multihead() {
  Rng rng(2);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> sizes = different_sizes(4, rng);  // m, n, heads and the size of a head
    const Index m = sizes[0], n = sizes[1], heads = sizes[2], d = sizes[3], size = heads * d;
    const Tensor Q = random_normal({m, size}, rng), K = random_normal({n, size}, rng),
                 V = random_normal({n, size}, rng);
    std::vector<Tensor> W;
    for (int i = 0; i < 4; ++i) W.push_back(random_normal({size, size}, rng, 0, 0.3));
    const Tensor yours = exercise::multihead(Q, K, V, W[0], W[1], W[2], W[3], heads);
    const Tensor right = library(Q, K, V, W, heads);
    std::vector<Tensor> by_all = W, without_scale = W;  // a factor of the scores is a factor of W_q
    by_all[0] = W[0] * std::sqrt(1.0 / static_cast<double>(heads));
    without_scale[0] = W[0] * std::sqrt(static_cast<double>(d));
    expect(!is(yours, library(Q, K, V, by_all, heads)),
           "you divide by the root of the whole size; divide by the root of the size of a head's keys");
    expect(!is(yours, library(Q, K, V, without_scale, heads)), "the scores are not divided by a root");
    Tensor identity = zeros({size, size});
    for (Index i = 0; i < size; ++i) identity.at(i, i) = 1;
    expect(!is(yours, library(Q, K, V, {W[0], W[1], W[2], identity}, heads)),
           "the last projection, W_o, is missing");
    expect(!is(yours, library(Q, K, V, W, 1)), "there is only one head");
    std::vector<Tensor> turned;
    for (const Tensor& matrix : W) turned.push_back(transpose(matrix).contiguous());
    expect(!is(yours, library(Q, K, V, turned, heads)), "your matrices are transposed: q = Q W_qᵀ");
    expect_close(text("your output of ", m, " queries, ", n, " keys and ", heads, " heads of size ", d),
                 yours, right);
  }
}

void test_cost() {
  Rng rng(3);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(3, rng);
    const Index n = size[0], heads = size[1], d = heads * size[2];
    const double yours = exercise::multiply_adds(n, d, heads);
    const auto count = [](Index x) { return static_cast<double>(x); };
    const double projections = count(4 * n * d * d), products = count(2 * n * n * d);
    expect(yours != projections + count(heads) * products,
           "you count d products for each score of each head; a head's keys have d / heads entries");
    expect(yours != count(heads) * (projections + products),
           "all heads together are as large as one: nothing is "
           "multiplied by the number of heads");
    expect(yours != projections + products / 2,
           "scores and weighted sums are two products; you count one of them");
    expect(yours != projections * 3 / 4 + products,
           "there are four projections: query, key, value and output");
    expect(yours == projections + products,
           text("for ", n, " words of size ", d, " and ", heads, " heads you count ", yours,
                " multiply-adds instead of ", projections + products));
  }
}

void test_prediction() {
  const Index d = 512;
  Index n = 1;
  while (2 * n * n * d < 4 * n * d * d) ++n;
  expect_predicted("the number of words at which both cost the same", exercise::predicted_words(),
                   static_cast<double>(n), 0.02);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 10: multi-head attention");
  exercise.task("1. split and join: a piece of every word", test_split);
  exercise.task("2. multihead: several attentions side by side", test_multihead);
  exercise.task("3. multiply_adds: what it costs", test_cost);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
