// Tests the exercise of lesson 27 and says in words what is missing.
#include "nn/attention/sparse.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/work.h"
#include "tensor/matmul.h"
#include "tensor/random.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/27-efficient/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

using exercise::Partial;

Partial tile(const std::vector<double>& scores, const std::vector<double>& values) {
  Partial all{*std::max_element(scores.begin(), scores.end()), 0, 0};
  for (std::size_t i = 0; i < scores.size(); ++i) {
    all.sum += std::exp(scores[i] - all.largest);
    all.output += std::exp(scores[i] - all.largest) * values[i];
  }
  return all;
}

bool near(double a, double b) { return std::abs(a - b) < 1e-6 * (1 + std::abs(b)); }

void test_merge() {
  for (const bool turned : {false, true}) {
    Partial a = tile({1, 3}, {10, 20}), b = tile({2, 5, 4}, {30, 40, 50});
    if (turned) std::swap(a, b);
    const Partial yours = exercise::merge(a, b), right = tile({1, 3, 2, 5, 4}, {10, 20, 30, 40, 50});
    expect(near(yours.largest, 5), "the largest score of two tiles is the larger of their largest scores");
    expect(!near(yours.sum, a.sum + b.sum),
           "you add the two sums as they are; but each is relative to the largest score of its own tile");
    const double up = a.sum * std::exp(5 - a.largest) + b.sum * std::exp(5 - b.largest);
    expect(
        !near(yours.sum, up),
        "the tile with the smaller largest score grows; multiply by e^(its largest - the new largest), which "
        "is below 1");
    expect(near(yours.sum, right.sum), text("your sum is ", yours.sum, " and should be ", right.sum));
    expect(!near(yours.output, a.output + b.output), "you have changed the sums, but not the outputs");
    expect(!near(yours.output, right.output / right.sum),
           "you divide the output by the sum; a Partial keeps it undivided, so that more tiles can be added");
    expect(near(yours.output, right.output),
           text("your output is ", yours.output, " and should be ", right.output));
  }
}

void test_keys() {
  const Tensor local = sum(local_mask(12, 4, true), 1), strided = sum(strided_mask(12, 4, true), 1);
  for (Index i = 0; i < 12; ++i) {
    const Index yours = exercise::local_keys(i, 4), right = static_cast<Index>(local(i));
    expect(!(yours == 4 && right != 4), text("query ", i, " has only ", right, " keys at or before it"));
    expect(yours == right, text("local, window 4: query ", i, " attends to ", right, " keys, not ", yours));
  }
  for (Index i = 0; i < 12; ++i) {
    const Index yours = exercise::strided_keys(i, 4), right = static_cast<Index>(strided(i));
    expect(yours != right - 1, "you forget the query's own position, which is at a distance of 0 strides");
    expect(yours == right, text("strided, stride 4: query ", i, " attends to ", right, " keys, not ", yours));
  }
}

void test_linear() {
  Rng rng(1);
  for (int round = 0; round < 5; ++round) {
    const std::vector<Index> size = different_sizes(3, rng);  // keys, d_k and d_v
    const Tensor q = random_uniform({size[1]}, rng, 0.1, 1),
                 K = random_uniform({size[0], size[1]}, rng, 0.1, 1);
    const Tensor V = random_normal({size[0], size[2]}, rng);
    const Tensor weights = squeeze(matmul(K, unsqueeze(q, 1)), 1);
    const Tensor summed = squeeze(matmul(unsqueeze(weights, 0), V), 0);
    const Index before = multiply_adds();
    const Tensor yours = exercise::linear_read(q, K, V);
    const Index work = multiply_adds() - before;
    expect(!(yours.defined() && yours.shape() == summed.shape() && all_close(yours, summed, 1e-4, 1e-6)),
           "the division is missing: your weights do not sum to 1");
    expect(!(yours.defined() && yours.shape() == summed.shape() &&
             all_close(yours, summed / static_cast<double>(size[0]), 1e-4, 1e-6)),
           "you divide by the number of keys; divide by the sum over j of q · k_j, which is q · (sum of the "
           "keys)");
    expect_close("your output", yours, summed / sum(weights));
    expect(work >= size[0] * size[1] * size[2],
           "the numbers are right, but you compute q · k_j for each key; sum the keys and values first");
  }
}

void test_prediction() {
  // 2 n n d = 2 n (2 window) d, so n = 2 window.
  expect_predicted("the length from which on a window of 100 is cheaper",
                   static_cast<double>(exercise::predicted_length()), 200, 0.01);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 27: Efficient attention");
  exercise.task("1. merge: two tiles", test_merge);
  exercise.task("2. local_keys and strided_keys", test_keys);
  exercise.task("3. linear_read", test_linear);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
