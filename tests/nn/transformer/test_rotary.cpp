#include "autograd/gradient_check.h"
#include "nn/transformer/rotary.h"
#include "tensor/creation.h"
#include "tensor/matmul.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

#include <cmath>

using namespace heed;
using namespace heed::testing;

TEST_CASE("rotary positions turn each pair of entries", "[rotary]") {
  const Tensor x =
      reshape(tensor({1, 0, 0, 2, 1, 0, 0, 2}), {2, 4});  // pairs (1, 0) and (0, 2), at positions 0 and 1
  const std::vector<double> y = rotary(x).value().to_doubles();
  const std::vector<double> right = {
      1, 0, 0, 2, std::cos(1), -2 * std::sin(0.01), std::sin(1), 2 * std::cos(0.01)};
  for (std::size_t i = 0; i < 8; ++i) CHECK(std::abs(y[i] - right[i]) < 1e-6);
}

TEST_CASE("the product of two turned vectors depends on their distance only", "[rotary]") {
  Rng rng(1);
  const Tensor q = random_normal({1, 8}, rng), k = random_normal({1, 8}, rng);
  const auto product = [&](Index at_q, Index at_k) {
    return static_cast<double>(matmul(rotary(q, at_q).value(), transpose(rotary(k, at_k).value())).item());
  };
  CHECK(std::abs(product(5, 3) - product(2, 0)) < 1e-5);
  CHECK(std::abs(product(105, 103) - product(2, 0)) < 1e-4);
  CHECK(std::abs(product(5, 3) - product(3, 5)) > 1e-3);
}

TEST_CASE("rotary positions: later positions are those of the whole, and the gradients are the derivatives",
          "[rotary]") {
  Rng rng(2);
  const Tensor x = random_normal({2, 3, 5, 4}, rng);
  const Tensor whole = rotary(x).value(), rest = rotary(slice(x, 2, 2, 5), 2).value();
  CHECK(all_close(slice(whole, 2, 2, 5), rest, 0, 0));
  const GradientReport report =
      check_gradients([](const std::vector<Variable>& in) { return rotary(in[0], 3); }, {leaf(x)}, rng);
  INFO(report.text);
  CHECK(report.passed);
}
