// Tests of the gradient check itself: it must find and locate each kind of wrong gradient.
#include "autograd/gradient_check.h"
#include "autograd/operations/dropout.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "autograd/record.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"

#include <cmath>
#include <limits>

using namespace heed;
using Catch::Matchers::Contains;

namespace {

using Inputs = std::vector<Variable>;

// y = x^2 with a rule that the test provides
template <class Rule>
VariableFunction square_with(Rule rule) {
  return [rule](const Inputs& inputs) {
    const Variable& x = inputs[0];
    return record("square", x.value() * x.value(),
                  Edge{x, [rule, x = x.value()](const Tensor& grad) { return rule(grad, x); }});
  };
}

Variable ramp() { return leaf(tensor({{0.5, 1, 1.5}, {2, 2.5, 3}})); }

GradientReport check(const VariableFunction& f, const Inputs& inputs) {
  Rng rng(1);
  return check_gradients(f, inputs, rng);
}

}  // namespace

TEST_CASE("a correct gradient passes", "[gradient_check]") {
  const GradientReport report =
      check(square_with([](const Tensor& g, const Tensor& x) { return g * x * 2; }), {ramp()});
  INFO(report.text);
  CHECK(report.passed);
  CHECK(report.compared == 6);
  CHECK_THAT(report.text, Contains("square: 6 of 6 derivatives are correct"));
#ifdef HEED_DOUBLE
  CHECK_THAT(report.text, !Contains("float"));
#else
  CHECK_THAT(report.text, Contains("only the double build can tell more"));
#endif
}

TEST_CASE("a wrong gradient is found and located", "[gradient_check]") {
  SECTION("a wrong factor") {
    const GradientReport report =
        check(square_with([](const Tensor& g, const Tensor& x) { return g * x * 2.02; }), {ramp()});
    CHECK(!report.passed);
    CHECK_THAT(report.text, Contains("square: input 0 of shape (2, 3) at (0, 0): numeric "));
    CHECK_THAT(report.text, Contains("0 of 6 derivatives are correct"));
  }
  SECTION("one element") {
    const GradientReport report = check(square_with([](const Tensor& g, const Tensor& x) {
                                          Tensor result = g * x * 2;
                                          result.at(1, 2) = 0;
                                          return result;
                                        }),
                                        {ramp()});
    CHECK(!report.passed);
    CHECK_THAT(report.text, Contains("square: input 0 of shape (2, 3) at (1, 2): numeric "));
    CHECK_THAT(report.text, Contains(", analytic 0, "));
    CHECK_THAT(report.text, Contains("5 of 6 derivatives are correct"));
  }
  SECTION("NaN") {
    const GradientReport report = check(square_with([](const Tensor& g, const Tensor&) {
                                          return g * std::numeric_limits<double>::quiet_NaN();
                                        }),
                                        {ramp()});
    CHECK(!report.passed);
    CHECK_THAT(report.text, Contains("analytic nan") || Contains("analytic -nan"));
  }
  SECTION("correct for equal upstream gradients only") {
    const GradientReport report =
        check(square_with([](const Tensor& g, const Tensor& x) { return mean(g) * x * 2; }), {ramp()});
    CHECK(!report.passed);
  }
  SECTION("one input of two, at (1,)") {
    const auto product = [](const Inputs& x) {
      return record("product", x[0].value() * x[1].value(),
                    Edge{x[0], [b = x[1].value()](const Tensor& grad) { return grad * b; }},
                    Edge{x[1], [b = x[1].value()](const Tensor& grad) { return grad * b; }});
    };
    const GradientReport report = check(product, {leaf(tensor({1, 2})), leaf(tensor({1, 3}))});
    CHECK(!report.passed);
    CHECK_THAT(report.text, Contains("product: input 1 of shape (2,) at (1,): numeric "));
    CHECK_THAT(report.text, !Contains("input 0"));
  }
}

TEST_CASE("a wrong gradient that a plain sum would hide is found", "[gradient_check]") {
  // Every row of a softmax sums to 1, so with equal upstream gradients a rule that returns zeros would pass.
  const VariableFunction wrong = [](const Inputs& x) {
    return record("softmax", softmax(x[0].value()), Edge{x[0], [](const Tensor& g) { return g * 0; }});
  };
  CHECK(!check(wrong, {ramp()}).passed);
}

TEST_CASE("an input that the function does not depend on must get no gradient", "[gradient_check]") {
  const Inputs inputs = {ramp(), leaf(tensor({1, 2}))};
  CHECK(check([](const Inputs& x) { return exp(x[0]); }, inputs).passed);
  const GradientReport report = check(
      [](const Inputs& x) {
        return record("leak", exp(x[0].value()),
                      Edge{x[0], [y = exp(x[0].value())](const Tensor& g) { return g * y; }},
                      Edge{x[1], [](const Tensor&) {
                             return tensor({0, 1});
                           }});
      },
      inputs);
  CHECK(!report.passed);
  CHECK_THAT(report.text, Contains("leak: input 1 of shape (2,) at (1,): numeric 0, analytic 1"));
}

TEST_CASE("a missing gradient is found", "[gradient_check]") {
  const GradientReport report = check([](const Inputs& x) { return exp(x[0]) * x[0].detach(); }, {ramp()});
  CHECK(!report.passed);
  CHECK_THROWS_WITH(check([](const Inputs& x) { return exp(x[0].detach()); }, {ramp()}),
                    Contains("depends on no parameter"));
}

TEST_CASE("a function with a different result each time cannot be checked", "[gradient_check]") {
  Rng outside(1);
  const GradientReport report = check([&](const Inputs& x) { return dropout(x[0], 0.5, outside); }, {ramp()});
  CHECK(!report.passed);
  CHECK_THAT(report.text, Contains("different result the second time"));
}

TEST_CASE("a result that is not finite fails", "[gradient_check]") {
  const GradientReport report = check([](const Inputs& x) { return log(x[0] - 0.5); }, {ramp()});
  CHECK(!report.passed);
  CHECK_THAT(report.text, Contains("NaN or an infinity"));
}

TEST_CASE("parameters that the function captures are checked and restored", "[gradient_check]") {
  const Variable weight = ramp(), x = ramp();
  const Tensor before = weight.value().clone();
  const GradientReport report = check([&](const Inputs& in) { return sigmoid(in[0] * weight); }, {x, weight});
  INFO(report.text);
  CHECK(report.passed);
  CHECK(report.compared == 12);
  CHECK(all_equal(weight.value(), before));
  CHECK(!weight.grad().defined());
}

TEST_CASE("the same variable may be an input twice", "[gradient_check]") {
  const Variable x = ramp();
  const GradientReport report = check([](const Inputs& in) { return in[0] * in[1]; }, {x, x});  // x^2
  INFO(report.text);
  CHECK(report.passed);
  CHECK(report.compared == 12);
  CHECK(!x.grad().defined());
}

TEST_CASE("a constant among the inputs is not changed", "[gradient_check]") {
  const GradientReport report = check([](const Inputs& x) { return x[0] * x[1]; }, {ramp(), scalar(2)});
  CHECK(report.passed);
  CHECK(report.compared == 6);
}

TEST_CASE("a view as input is an error", "[gradient_check]") {
  const Variable view = leaf(expand(scalar(1), {2, 2}));
  CHECK_THROWS_WITH(check([](const Inputs& x) { return exp(x[0]); }, {view}), Contains("is a view"));
}
