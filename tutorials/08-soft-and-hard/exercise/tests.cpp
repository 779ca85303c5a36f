// Tests the exercise of lesson 08 and says in words what is missing.
#include "autograd/operations/arithmetic.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/softmax.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/08-soft-and-hard/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

bool is(const Tensor& yours, const Tensor& other) {
  return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
}

void test_temperature() {
  Rng rng(1);
  const Tensor scores = random_normal({4, 3}, rng);
  const double T = 0.4;
  const Tensor yours = exercise::weights_at(scores, T);
  expect(!is(yours, softmax(scores)), "the temperature is not used");
  expect(
      !is(yours, softmax(scores * T)),
      "you multiply by the temperature: a small temperature should make the weights sharper, not more even");
  expect(!is(yours, softmax(scores) / T),
         "you divide the weights, which then no longer sum to 1; divide the scores, before the softmax");
  expect(!is(yours, softmax(scores / T, 0)),
         "your weights sum to 1 over the queries; the weights of each query should sum to 1 over the keys");
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);
    const Tensor random = random_normal({size[0], size[1]}, rng);
    const double t = rng.uniform(0.1, 5);
    expect_close(text("your weights of ", size[0], " queries over ", size[1], " keys at T = ", t),
                 exercise::weights_at(random, t), softmax(random, {.scale = 1 / t}));
  }
}

void test_reinforce() {
  Rng rng(2);
  const Tensor scores = random_normal({5}, rng), w = softmax(scores);
  const double loss = 3, baseline = 1.25;
  const Index chosen = 2;
  Tensor one = zeros({5});
  one.at(chosen) = 1;
  const Tensor yours = exercise::reinforce_gradient(scores, chosen, loss, baseline);
  expect(!is(yours, (loss - baseline) * (w - one)),
         "the sign is wrong: an optimiser goes downhill, so a loss above the baseline must give the chosen "
         "key a "
         "positive gradient");
  expect(!is(yours, loss * (one - w)), "the baseline is not used: subtract it from the loss");
  expect(!is(yours, (loss + baseline) * (one - w)), "you add the baseline; subtract it from the loss");
  expect(
      !is(yours, (loss - baseline) * one),
      "only the chosen key gets a gradient; the others change its weight, too, because the weights sum to 1");
  expect(!is(yours, (loss - baseline) * one / w),
         "this is the gradient with respect to the weights; go on through the softmax to the scores");
  expect(!is(yours, (loss - baseline) * w(chosen) * (one - w)),
         "this is the gradient of the weight itself; REINFORCE uses that of its logarithm, because likely "
         "keys are "
         "drawn more often already");
  for (int round = 0; round < 10; ++round) {
    const Index n = different_sizes(1, rng)[0], drawn = rng.integer(n);
    const Variable s = leaf(random_normal({n}, rng));
    Tensor mark = zeros({n});
    mark.at(drawn) = 1;
    const double random_loss = rng.uniform(-2, 5);
    ((random_loss - baseline) * sum(log_softmax(s) * mark)).backward();
    expect_close(text("your gradient for key ", drawn, " of ", n),
                 exercise::reinforce_gradient(s.value(), drawn, random_loss, baseline), s.grad());
  }
}

// 1 at the largest entry of each row.
Tensor marked(const Tensor& x) {
  const std::vector<Index> largest = argmax(x);
  Tensor result = zeros(x.shape());
  for (Index row = 0; row < x.size(0); ++row) result.at(row, largest[static_cast<std::size_t>(row)]) = 1;
  return result;
}

void test_draw() {
  Rng rng(3);
  const Tensor scores = random_normal({200, 4}, rng), u = random_uniform({200, 4}, rng, 1e-6, 1 - 1e-6);
  const Tensor yours = exercise::draw(scores, u), g = -log(-log(u));
  expect(!is(yours, marked(scores)),
         "you take the largest score; the noise is not used, so nothing is drawn");
  expect(!is(yours, marked(scores + u)), "you add u itself; the noise is -ln(-ln u)");
  expect(!is(yours, marked(scores - log(u))), "one logarithm is missing: the noise is -ln(-ln u)");
  expect(!is(yours, marked(scores - g)), "a sign is wrong: this adds ln(-ln u)");
  expect(!is(yours, marked(softmax(scores) + g)),
         "the noise is added to the weights; add it to the scores, before the softmax");
  expect(!is(yours, softmax(scores + g)), "these are soft weights; put 1 at the largest and 0 elsewhere");
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);
    const Tensor s = random_normal({size[0], size[1]}, rng),
                 v = random_uniform(s.shape(), rng, 1e-6, 1 - 1e-6);
    expect_close(text("your draw of ", size[0], " rows from ", size[1], " keys"), exercise::draw(s, v),
                 marked(s - log(-log(v))));
  }
  // Drawn often enough, key j comes up as often as its weight says: within five standard deviations.
  const Index draws = 20000;
  const Tensor one_row = tensor({{0, 1, 0.5}});
  const Tensor many = expand(one_row, {draws, 3}).contiguous();
  const Tensor share = mean(exercise::draw(many, random_uniform({draws, 3}, rng, 1e-7, 1 - 1e-7)), 0);
  const Tensor w = softmax(one_row);
  for (Index key = 0; key < 3; ++key) {
    const double p = static_cast<double>(w(0, key));
    expect(std::abs(static_cast<double>(share(key)) - p) <
               5 * std::sqrt(p * (1 - p) / static_cast<double>(draws)),
           text("key ", key, " is drawn with the share ", share(key), "; its weight is ", p));
  }
}

void test_prediction() {
  // The temperature at which the library's weight is 0.9, by bisection.
  double low = 0.1, high = 10;
  for (int i = 0; i < 60; ++i) {
    const double T = (low + high) / 2;
    (static_cast<double>(softmax(tensor({2, 0}) / T)(0)) > 0.9 ? low : high) = T;
  }
  expect_predicted("the temperature", exercise::predicted_temperature(), low, 0.01);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 08: soft and hard attention");
  exercise.task("1. weights_at: a temperature", test_temperature);
  exercise.task("2. reinforce_gradient: learning from a draw", test_reinforce);
  exercise.task("3. draw: by Gumbel noise", test_draw);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
