// Tests the exercise of lesson 14 and says in words what is missing.
#include "autograd/operations/layer_norm.h"
#include "nn/attention/masks.h"
#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/14-transformer/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>

using namespace heed;

namespace {

// Returns a table of positions (5, 6) with a different rule for each element.
template <class Element>
Tensor table(Element element) {
  Tensor result = zeros({5, 6});
  for (Index p = 0; p < 5; ++p) {
    for (Index c = 0; c < 6; ++c) result.at(p, c) = static_cast<Scalar>(element(static_cast<double>(p), c));
  }
  return result;
}

void test_positions() {
  const Tensor yours = exercise::positions(5, 6);
  const auto is = [&](const Tensor& other) {
    return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
  };
  const auto speed = [](double exponent) { return 1 / std::pow(10000, exponent / 6); };
  const auto wave = [](bool sine, double angle) { return sine ? std::sin(angle) : std::cos(angle); };
  expect(!is(table(
             [&](double p, Index c) { return wave(c % 2 == 1, p * speed(static_cast<double>(c - c % 2))); })),
         "sine and cosine are swapped: the even columns are the sines");
  expect(
      !is(table([&](double p, Index c) { return wave(c < 3, p * speed(static_cast<double>(2 * (c % 3)))); })),
      "all sines come first and then all cosines; they should alternate: column 2i, column 2i + 1");
  expect(!is(table([&](double p, Index c) { return wave(c % 2 == 0, p * speed(static_cast<double>(c))); })),
         "each column has its own angle; columns 2i and 2i + 1 should share the angle p / 10000^(2i / size)");
  expect(
      !is(table([&](double p, Index c) { return wave(c % 2 == 0, p * speed(static_cast<double>(c / 2))); })),
      "the exponent is i / size; it should be 2i / size, where 2i is the even column itself");
  expect(!is(table([&](double p, Index c) {
    return wave(c % 2 == 0, (p + 1) * speed(static_cast<double>(c - c % 2)));
  })),
         "you count the positions from 1; the first position is 0");
  expect(!is(table([&](double p, Index c) { return wave(c % 2 == 0, p); })),
         "all columns change equally fast. Is your exponent an integer? In C++, 2 * i / size is then 0; make "
         "one of them a double");
  expect(!is(table(
             [&](double p, Index c) { return wave(c % 2 == 0, p / speed(static_cast<double>(c - c % 2))); })),
         "you multiply by 10000^(2i / size); divide p by it");
  expect_close("your 5 positions of size 6", yours, sinusoidal_positions(5, 6));
  Rng rng(2);
  for (const Index length : different_sizes(5, rng)) {
    const Index size = 2 * different_sizes(1, rng)[0];
    expect_close(text("your ", length, " positions of size ", size), exercise::positions(length, size),
                 sinusoidal_positions(length, size));
  }
}

void test_mask() {
  const Tensor yours = exercise::causal_mask(4), right = causal_mask(4);
  const auto is = [&](const Tensor& other) { return yours.defined() && all_equal(yours, other); };
  expect(!is(transpose(right)),
         "your mask shows the future and hides the past: each row is a query, each column a key");
  const Tensor ahead = tensor({{1, 1, 0, 0}, {1, 1, 1, 0}, {1, 1, 1, 1}, {1, 1, 1, 1}});
  expect(!is(ahead),
         "your mask is off by one: each position sees the next one, which is the word that it must predict");
  const Tensor behind = tensor({{0, 0, 0, 0}, {1, 0, 0, 0}, {1, 1, 0, 0}, {1, 1, 1, 0}});
  expect(!is(behind),
         "your mask is off by one: no position may attend to itself, and the first may attend to nothing");
  expect(!is(1.0 - right), "1 and 0 are swapped: 1 means visible");
  expect(!is(log(right)), "this mask would be added to the scores; here, 1 means visible and 0 means hidden");
  expect(!is(ones({4, 4})), "your mask hides nothing");
  expect_close("your mask of 4 positions", yours, right);
  Rng rng(3);
  for (const Index time : different_sizes(5, rng)) {
    expect_close(text("your mask of ", time, " positions"), exercise::causal_mask(time), causal_mask(time));
  }
}

void test_norm() {
  Rng rng(1);
  const Tensor x = random_normal({5, 3}, rng, 2, 4), gain = tensor({1, 2, 3}), shift = tensor({0, -1, 1});
  const double epsilon = 0.5;  // large, so that a wrong use shows
  const Tensor yours = exercise::layer_norm(x, gain, shift, epsilon);
  const auto is = [&](const Tensor& other) {
    return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
  };
  const auto normal = [&](int axis, double divisor, double inside, double outside) {
    const Tensor centred = x - mean(x, axis, keep_axis);
    return centred / (sqrt(sum(centred * centred, axis, keep_axis) / divisor + inside) + outside);
  };
  expect(!is(normal(0, 5, epsilon, 0) * gain + shift),
         "you normalise each column over the words; layer normalisation uses the entries of each word");
  expect(!is(normal(-1, 2, epsilon, 0) * gain + shift),
         "the variance is divided by size - 1; divide it by size");
  expect(!is(normal(-1, 3, 0, epsilon) * gain + shift), "epsilon belongs to the variance, under the root");
  expect(!is(normal(-1, 3, 0, 0) * gain + shift),
         "epsilon is missing: a word with equal entries would be divided by 0");
  const Tensor centred = x - mean(x, -1, keep_axis);
  expect(!is(centred / (mean(centred * centred, -1, keep_axis) + epsilon) * gain + shift),
         "you divide by the variance; divide by its root");
  expect(!is(centred / sqrt(mean(x * x, -1, keep_axis) + epsilon) * gain + shift),
         "the variance is the mean square after subtracting the mean");
  expect(!is(x / sqrt(mean(centred * centred, -1, keep_axis) + epsilon) * gain + shift),
         "the mean is not subtracted");
  expect(!is(normal(-1, 3, epsilon, 0)), "gain and shift are missing");
  expect(!is((normal(-1, 3, epsilon, 0) + shift) * gain), "the shift comes after the gain");
  expect_close("your normalisation of 5 words of size 3", yours, normal(-1, 3, epsilon, 0) * gain + shift);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);  // words and their size
    const Tensor words = random_normal({size[0], size[1]}, rng, 1, 2);
    const Tensor some_gain = random_normal({size[1]}, rng), some_shift = random_normal({size[1]}, rng);
    expect_close(text("your normalisation of ", size[0], " words of size ", size[1]),
                 exercise::layer_norm(words, some_gain, some_shift, 0.01),
                 heed::layer_norm(words, some_gain, some_shift, {.epsilon = 0.01}).value());
  }
}

void test_prediction() {
  Rng rng(1);
  const EncoderLayer layer({.size = 64, .heads = 8, .feed_forward = 128}, rng);
  expect_predicted("the number of parameters of one encoder layer", exercise::predicted_parameters(),
                   static_cast<double>(layer.parameter_count()), 0.001);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 14: the Transformer");
  exercise.task("1. positions: sines and cosines", test_positions);
  exercise.task("2. causal_mask: not the future", test_mask);
  exercise.task("3. layer_norm", test_norm);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
