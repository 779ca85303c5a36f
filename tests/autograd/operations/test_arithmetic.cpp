// Arithmetic on Variables beyond the table of cases: assignment, comparisons, zeros and ties.
#include "autograd/operations/arithmetic.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/losses.h"
#include "autograd/operations/reductions.h"
#include "nn/module.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"

#include <cmath>
#include <limits>

using namespace heed;

namespace {

using Numbers = std::vector<Scalar>;

// The gradient of sum(f(x)) at x.
template <class F>
Numbers slope(F f, const Tensor& x) {
  const Variable variable = leaf(x);
  sum(f(variable)).backward();
  return variable.grad().to_vector();
}

}  // namespace

TEST_CASE("x += y replaces x by a new result and leaves its copies alone") {
  const Variable w = leaf(tensor({1, 2})), y = leaf(tensor({3, 5}));
  Variable x = w * 1;
  const Variable before = x;
  x += y;
  x -= 1;
  x *= y;
  x /= 2;
  CHECK(x.value().to_vector() == Numbers{4.5, 15});
  CHECK(before.value().to_vector() == Numbers{1, 2});
  sum(x).backward();
  CHECK(w.grad().to_vector() == Numbers{1.5, 2.5});  // y / 2
  CHECK(y.grad().to_vector() == Numbers{3, 5.5});    // (w - 1 + 2 y) / 2
  Variable total = tensor({0, 0});                   // a constant may become a result
  total += y;
  total -= w;
  total /= w;
  total *= 2;
  CHECK(total.value().to_vector() == Numbers{4, 3});
}

TEST_CASE("a leaf is not replaced by a result, recorded or not") {
  class Scale : public Module {
   public:
    Parameter factor{*this, "factor", ones({2})};
  } scale;
  Variable w = leaf(ones({2}));
  const std::string message =
      ": a leaf of shape (2,) would be replaced by a result; write w.value() += ... to change its value, or "
      "give the result a new name";
  CHECK_THROWS_WITH(w += 1, "+=" + message);
  CHECK_THROWS_WITH(scale.factor += Variable(ones({2})), "+=" + message);
  CHECK_THROWS_WITH(w -= 1, Catch::Contains("-=: a leaf of shape (2,)"));
  CHECK_THROWS_WITH(w *= 2, Catch::Contains("*=: a leaf of shape (2,)"));
  CHECK_THROWS_WITH(w /= w, Catch::Contains("/=: a leaf of shape (2,)"));
  const NoGrad none;
  CHECK_THROWS_WITH(w += 1, "+=" + message);
  w.value() += 1;
  CHECK(w.value().to_vector() == Numbers{2, 2});
  CHECK(w.requires_grad());
}

TEST_CASE("comparisons of variables compare their values") {
  const Variable x = leaf(tensor({-1, 0, 2}));
  const Tensor positive = x > 0;
  CHECK(positive.to_vector() == Numbers{0, 0, 1});
  CHECK((x <= leaf(tensor({-2, 0, 2}))).to_vector() == Numbers{0, 1, 1});
  CHECK((x == tensor({-1, 1, 1})).to_vector() == Numbers{1, 0, 0});
  CHECK((x != x).to_vector() == Numbers{0, 0, 0});
  CHECK((1 > x).to_vector() == Numbers{1, 1, 0});
  CHECK(slope([](const Variable& v) { return where(v > 0, v * 3, v); }, x.value()) == Numbers{1, 1, 3});
}

TEST_CASE("the gradient of a product with zeros") {
  const Tensor x = tensor({{2, 3, 4}, {2, 0, 4}, {0, 3, 0}});
  const Numbers expected = {12, 8, 6, 0, 8, 0, 0, 0, 0};
  CHECK(slope([](const Variable& v) { return prod(v, 1); }, x) == expected);
  CHECK(slope([](const Variable& v) { return prod(v, -1, keep_axis); }, x) == expected);
  CHECK(slope([](const Variable& v) { return prod(v); }, tensor({{5, 0}, {2, 3}})) == Numbers{0, 30, 0, 0});
}

TEST_CASE("gradients at ties, limits and zeros") {
  CHECK(slope([](const Variable& v) { return min(v, 0); }, tensor({1, 3, 1, 2})) == Numbers{0.5, 0, 0.5, 0});
  CHECK(slope([](const Variable& v) { return max(v); }, tensor({{1, 3}, {3, 2}})) == Numbers{0, 0.5, 0.5, 0});
  CHECK(slope([](const Variable& v) { return maximum(v, 1); }, tensor({0, 1, 2})) == Numbers{0, 0.5, 1});
  CHECK(slope([](const Variable& v) { return clamp(v, 0, 1); }, tensor({-1, 0, 0.5, 1, 2})) ==
        Numbers{0, 1, 1, 1, 0});
  CHECK(slope([](const Variable& v) { return pow(v, 0); }, tensor({0, 1})) == Numbers{0, 0});
  CHECK(slope(
            [](const Variable& v) {
              return pow(v, Variable(tensor({0, 2})));
            },
            tensor({0, 0})) == Numbers{0, 0});
  CHECK(slope(
            [](const Variable& v) {
              return pow(Variable(tensor({0, 1})), v);
            },
            tensor({2, 2})) == Numbers{0, 0});
}

TEST_CASE("binary cross-entropy is finite and exact for any logit") {
  const auto loss = [](double x, double t) {
    return static_cast<double>(
        binary_cross_entropy_with_logits(Variable(scalar(x)), Variable(scalar(t))).item());
  };
  CHECK(loss(1000, 1) == 0);
  CHECK(loss(1000, 0) == 1000);
  CHECK(loss(-1000, 1) == 1000);
  // ln(1 + e^-40), which is lost if 1 + e^-40 is rounded first, in float and in double.
  CHECK(std::abs(loss(40, 1) / std::log1p(std::exp(-40.0)) - 1) < 1e-5);
  CHECK(slope(
            [](const Variable& v) {
              return binary_cross_entropy_with_logits(v, Variable(tensor({1, 0, 0.25})), Reduction::sum);
            },
            tensor({0, 0, 0})) == Numbers{-0.5, 0.5, 0.25});
  CHECK_THROWS_WITH(binary_cross_entropy_with_logits(Variable(zeros({2})), Variable(zeros({2, 1}))),
                    "binary_cross_entropy_with_logits: a prediction of shape (2,) and a target of shape "
                    "(2, 1); the shapes must be equal");
  CHECK_THROWS_WITH(mse_loss(Variable(zeros({2})), Variable(zeros({}))), Catch::Contains("mse_loss: a pred"));
  CHECK_THROWS_WITH(l1_loss(Variable(zeros({2})), Variable(zeros({}))), Catch::Contains("l1_loss: a pred"));
}

TEST_CASE("axes of variables are checked under the name of the operation") {
  const Variable x = leaf(zeros({2}));
  CHECK_THROWS_WITH(sum(x, 3), "sum: axis 3 does not exist in shape (2,)");
  CHECK_THROWS_WITH(mean(x, {0, 0}), "mean: axis 0 of shape (2,) is given twice");
  CHECK_THROWS_WITH(min(x, -2), "min: axis -2 does not exist in shape (2,)");
  CHECK_THROWS_WITH(prod(x, 1), "prod: axis 1 does not exist in shape (2,)");
  CHECK_THROWS_WITH(x[2], "select: position 2 is outside axis 0 of shape (2,)");
  CHECK_THROWS_WITH(max(Variable(), 0), Catch::Contains("max: this tensor is undefined"));
}
