// Tests the exercise of lesson 04 and says in words what is missing.
#include "autograd/operations/losses.h"
#include "autograd/operations/products.h"
#include "nn/optim/optimizer.h"
#include "tensor/comparisons.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/04-a-network-that-learns/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>
#include <memory>

using namespace heed;

namespace {

bool is(const Tensor& yours, const Tensor& other) {
  return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-6);
}

void test_neuron() {
  Rng rng(1);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);
    const Index n = size[0], d = size[1];
    const Tensor X = random_normal({n, d}, rng), w = random_normal({d}, rng);
    const Tensor y = random_uniform({n}, rng) > 0.5;
    const double b = rng.normal();
    const Variable weight = leaf(unsqueeze(w, 0)), bias = leaf(full({1}, b));
    binary_cross_entropy_with_logits(linear(X, weight, bias), unsqueeze(y, 1)).backward();
    const Tensor right = concatenate({reshape(weight.grad(), {d}), bias.grad()}, 0);
    const Tensor yours = exercise::neuron_gradient(X, y, w, b);
    const Tensor p = sigmoid(matmul(X, w) + b), dz = (p - y) / static_cast<double>(n);
    const auto from = [&](const Tensor& slopes) {
      return concatenate({matmul(transpose(X), slopes), unsqueeze(sum(slopes), 0)}, 0);
    };
    expect(!is(yours, right * static_cast<double>(n)),
           "this is the gradient of the sum; divide by the number of examples");
    expect(!is(yours, right * -1.0), "the sign is wrong: dL/dz is p - y");
    expect(!is(yours, from(dz * p * (1.0 - p))),
           "you multiply by p (1 - p), the slope of the sigmoid; with this loss it cancels, and dL/dz is "
           "just p - y");
    expect(!is(yours, reshape(weight.grad(), {d})), "the slope of b is missing: it is the last entry");
    expect(!is(yours, from((sigmoid(matmul(X, w)) - y) / static_cast<double>(n))),
           "b is not added before the sigmoid");
    expect_close(text("your gradient for ", n, " examples with ", d, " numbers"), yours, right);
  }
}

// Runs `steps` steps of the learner's and of the library's optimiser with the same gradients.
template <class Yours>
void expect_path(const std::string& what, const Yours& yours, Optimizer& library, Variable& parameter,
                 Rng& rng) {
  Tensor p = parameter.value().clone();
  for (Index t = 1; t <= 5; ++t) {
    const Tensor g = random_normal(p.shape(), rng), given = g.clone();
    yours(p, g, t);
    parameter.set_grad(given);
    library.step();
    expect(all_equal(g, given), "you changed g");
    expect_close(text(what, ", after step ", t), p, parameter.value());
  }
}

void test_momentum() {
  Rng rng(2);
  const Tensor start = tensor({1, 2}), g = tensor({0.5, -1}), v0 = tensor({2, 3});
  Tensor p = start.clone(), v = v0.clone();
  exercise::momentum_step(p, g, v, 0.1, 0.9);
  const Tensor new_v = 0.9 * v0 + g;
  expect(!is(p, start), "p has not moved");
  expect(!is(p, start + 0.1 * new_v), "you walk uphill: subtract");
  expect(!is(p, start - 0.1 * g), "p moves along g; it should move along the new v");
  expect(!is(p, start - 0.1 * v0), "p moves along the old v: add the gradient to v first");
  expect(!is(p, start - 0.1 * (0.9 * v0 + 0.1 * g)), "g is multiplied by 1 - momentum; SGD adds it whole");
  expect(is(v, new_v), "v is not updated: the next step needs the new one");
  expect_close("p after one step", p, start - 0.1 * new_v);
  for (int round = 0; round < 5; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);
    Variable x = leaf(random_normal({size[0], size[1]}, rng));
    SGD library({x}, 0.05, 0.8);
    Tensor velocity = zeros({size[0], size[1]});
    expect_path(
        "p",
        [&](Tensor& q, const Tensor& grad, Index) { exercise::momentum_step(q, grad, velocity, 0.05, 0.8); },
        library, x, rng);
  }
}

void test_adam() {
  Rng rng(3);
  const Tensor g = tensor({4, -0.01});
  Tensor p = tensor({1, 1}), m = zeros({2}), v = zeros({2});
  exercise::adam_step(p, g, m, v, 1, 0.01);
  const Tensor first = 0.1 * g, second = 0.001 * g * g;
  const auto moved = [&](const Tensor& by) { return is(p, tensor({1, 1}) - 0.01 * by); };
  expect(!is(p, tensor({1, 1})), "p has not moved");
  expect(!moved(first / (sqrt(second) + 1e-8)),
         "m and v began at 0 and are still too small: divide them by 1 - 0.9^t and 1 - 0.999^t");
  expect(!moved(g / (g * g + 1e-8)), "the root is missing: divide by the root of v");
  expect(!moved(g), "v is not used: this is gradient descent");
  expect(!moved(g * -1.0 / (abs(g) + 1e-8)), "you walk uphill: subtract");
  expect(is(m, first) && is(v, second),
         "m or v is not kept as it should be for the next step: keep them uncorrected");
  for (int round = 0; round < 5; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);
    Variable x = leaf(random_normal({size[0], size[1]}, rng));
    Adam library({x}, 0.02);
    Tensor mean = zeros({size[0], size[1]}), square = zeros({size[0], size[1]});
    expect_path(
        "p",
        [&](Tensor& q, const Tensor& grad, Index t) { exercise::adam_step(q, grad, mean, square, t, 0.02); },
        library, x, rng);
  }
}

void test_prediction() {
  Variable x = leaf(zeros({1}));
  x.set_grad(full({1}, 1000));
  Adam({x}, 0.01).step();
  expect_predicted("the parameter after one step", exercise::predicted_parameter(),
                   static_cast<double>(x.value().item()), 0.01);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 04: a network that learns");
  exercise.task("1. neuron_gradient: the smallest network", test_neuron);
  exercise.task("2. momentum_step", test_momentum);
  exercise.task("3. adam_step", test_adam);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
