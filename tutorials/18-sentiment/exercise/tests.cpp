// Tests the exercise of lesson 18 and says in words what is missing.
#include "nn/attention/pooling.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/18-sentiment/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>

using namespace heed;

namespace {

bool is(const Tensor& yours, const Tensor& other) {
  return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
}

void test_mean() {
  Rng rng(1);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(3, rng);  // batch, time and size
    const Tensor x = random_normal({size[0], size[1], size[2]}, rng);
    std::vector<Index> lengths{1};
    while (static_cast<Index>(lengths.size()) < size[0]) lengths.push_back(1 + rng.integer(size[1]));
    const Tensor right = mean_pooling(x, lengths).value();
    const Tensor yours = exercise::mean_of_words(x, lengths);
    expect(!is(yours, mean(x, 1)), "you take the mean of all positions, padding included");
    Tensor late = right.clone();
    for (Index row = 0; row < size[0]; ++row)
      select(late, 0, row)
          .copy_from(select(right, 0, row) * static_cast<double>(lengths[static_cast<std::size_t>(row)]) /
                     static_cast<double>(size[1]));
    expect(!is(yours, late), "you divide by the padded time; divide by the number of words of each row");
    expect_close("your mean", yours, right);
  }
}

void test_attend() {
  Rng rng(2);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(3, rng);  // time, size and hidden
    const Tensor x = random_normal({size[0], size[1]}, rng), W = random_normal({size[2], size[1]}, rng);
    const Tensor b = random_normal({size[2]}, rng), q = random_normal({size[2]}, rng);
    const Tensor inner = matmul(x, transpose(W)) + b;
    const auto weighted = [&](const Tensor& u) {
      return squeeze(matmul(unsqueeze(softmax(squeeze(matmul(u, unsqueeze(q, 1)), 1)), 0), x), 0);
    };
    const Tensor scores = matmul(tanh(inner), unsqueeze(q, 1));  // (time, 1)
    const Tensor yours = exercise::attend(x, W, b, q);
    expect(!is(yours, weighted(inner)), "the tanh is missing: without it, q and W are one vector");
    expect(!is(yours, weighted(tanh(inner - b))), "the bias b is missing");
    expect(!is(yours, squeeze(matmul(transpose(scores), x), 0)),
           "the softmax is missing: your weights do not sum to 1");
    expect(!is(yours, sum(x, 0)),
           "every weight is 1: your softmax runs over an axis of size 1, not over the words");
    expect(!is(yours, squeeze(matmul(unsqueeze(softmax(squeeze(scores, 1)), 0), tanh(inner)), 0)),
           "you sum u by weight; u is only there to find the weights, and x is what is summed");
    const Tensor scaled = softmax(squeeze(scores, 1) * (1 / std::sqrt(static_cast<double>(size[2]))));
    expect(!is(yours, squeeze(matmul(unsqueeze(scaled, 0), x), 0)),
           "you divide the scores by a square root; that belongs to the scaled dot product, not to q · "
           "tanh(W x + b)");
    expect_close("your vector of the review", yours, weighted(tanh(inner)));
  }
}

void test_share() {
  const Tensor weights = tensor({0.1, 0.5, 0.3, 0.1});
  const std::vector<bool> reason = {false, true, false, true};
  const double yours = exercise::share_of_reason(weights, reason);
  const auto near = [&](double other) { return std::abs(yours - other) < 1e-4; };
  expect(!near(0.5), "you count words, or take the largest weight; add up the weights of the reason");
  expect(!near(0.4), "you add up the weights of the words that are not the reason");
  expect(!near(0.3), "you take the mean of the weights; their sum is the share");
  expect(near(0.6), text("your share is ", yours, " and should be 0.6"));
}

void test_prediction() {
  const double yours = exercise::predicted_mean();
  expect(std::abs(yours - 0.5) < 0.01,
         text("you predicted ", yours,
              "; it is 0.5. Both reviews have the same words, so both means are the same vector,\n"
              "            and one answer for both is right in half of the reviews"));
}

}  // namespace

int main() {
  Exercise exercise("Exercise 18: Sentiment");
  exercise.task("1. mean_of_words: without the padding", test_mean);
  exercise.task("2. attend: attention pooling", test_attend);
  exercise.task("3. share_of_reason", test_share);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
