// Arithmetic and functions of each element.
#include "autograd/operations/functions.h"
#include "tests/cases.h"

#include <cmath>

namespace heed {
namespace {

using Inputs = std::vector<Variable>;
using Arrays = std::vector<naive::Array>;

// The formula of one element, applied everywhere.
auto each(double (*formula)(double)) {
  return [formula](const Arrays& x) {
    return naive::build(x[0].shape, [&](const naive::Position& p) { return formula(x[0](p)); });
  };
}
auto each(double (*formula)(double, double)) {
  return [formula](const Arrays& x) {
    const Shape shape = broadcast("naive", x[0].shape, x[1].shape);
    return naive::build(shape, [&](const naive::Position& p) { return formula(x[0](p), x[1](p)); });
  };
}

// 1 0 1 0 ... in every row: a condition, or a mask.
Tensor checkers(const Shape& shape) {
  Tensor result = empty(shape);
  Scalar* const numbers = result.mutable_data();
  for (Index i = 0; i < shape.numel(); ++i) numbers[i] = static_cast<Scalar>((i + 1) % 2);
  return result;
}

}  // namespace

void add_elementwise_cases(std::vector<Case>& table) {
  const auto unary = [&](const char* name, VariableFunction f, double (*formula)(double), double low = -2,
                         double high = 2) {
    for (const Shape& shape : {Shape{3, 4}, Shape{}, Shape{1, 1}, Shape{0, 3}, Shape{2, 1, 17}})
      table.push_back({name, f, {shape}, each(formula), low, high});
  };
  unary(
      "negation", [](const Inputs& x) { return -x[0]; }, [](double x) { return -x; });
  unary(
      "x + 3", [](const Inputs& x) { return x[0] + 3; }, [](double x) { return x + 3; });
  unary(
      "x - 3", [](const Inputs& x) { return x[0] - 3; }, [](double x) { return x - 3; });
  unary(
      "x * 3", [](const Inputs& x) { return x[0] * 3; }, [](double x) { return x * 3; });
  unary(
      "x / 3", [](const Inputs& x) { return x[0] / 3; }, [](double x) { return x / 3; });
  unary(
      "3 + x", [](const Inputs& x) { return 3 + x[0]; }, [](double x) { return 3 + x; });
  unary(
      "3 - x", [](const Inputs& x) { return 3 - x[0]; }, [](double x) { return 3 - x; });
  unary(
      "3 * x", [](const Inputs& x) { return 3 * x[0]; }, [](double x) { return 3 * x; });
  unary(
      "3 / x", [](const Inputs& x) { return 3 / x[0]; }, [](double x) { return 3 / x; }, 0.5, 3);
  unary(
      "exp", [](const Inputs& x) { return exp(x[0]); }, [](double x) { return std::exp(x); });
  unary(
      "log", [](const Inputs& x) { return log(x[0]); }, [](double x) { return std::log(x); }, 0.5, 3);
  unary(
      "sqrt", [](const Inputs& x) { return sqrt(x[0]); }, [](double x) { return std::sqrt(x); }, 0.5, 3);
  unary(
      "tanh", [](const Inputs& x) { return tanh(x[0]); }, [](double x) { return std::tanh(x); });
  unary(
      "sigmoid", [](const Inputs& x) { return sigmoid(x[0]); },
      [](double x) { return 1 / (1 + std::exp(-x)); });
  unary(
      "relu", [](const Inputs& x) { return relu(x[0]); }, [](double x) { return x > 0 ? x : 0; });
  unary(
      "gelu", [](const Inputs& x) { return gelu(x[0]); },
      [](double x) { return x * (1 + std::erf(x / std::sqrt(2.0))) / 2; });
  unary(
      "sin", [](const Inputs& x) { return sin(x[0]); }, [](double x) { return std::sin(x); });
  unary(
      "cos", [](const Inputs& x) { return cos(x[0]); }, [](double x) { return std::cos(x); });
  unary(
      "abs", [](const Inputs& x) { return abs(x[0]); }, [](double x) { return x < 0 ? -x : x; });
  unary(
      "power 3", [](const Inputs& x) { return pow(x[0], 3); }, [](double x) { return x * x * x; });
  unary(
      "power 1/2", [](const Inputs& x) { return pow(x[0], 0.5); }, [](double x) { return std::sqrt(x); }, 0.5,
      3);
  unary(
      "power -2", [](const Inputs& x) { return pow(x[0], -2); }, [](double x) { return 1 / (x * x); }, 0.5,
      3);
  unary(
      "2 to the power x", [](const Inputs& x) { return pow(2, x[0]); },
      [](double x) { return std::pow(2.0, x); });
  unary(
      "x to the power 0", [](const Inputs& x) { return pow(x[0], 0); }, [](double) { return 1.0; });
  unary(
      "maximum with a number", [](const Inputs& x) { return maximum(x[0], 0.1); },
      [](double x) { return x > 0.1 ? x : 0.1; });
  unary(
      "minimum with a number", [](const Inputs& x) { return minimum(x[0], 0.1); },
      [](double x) { return x < 0.1 ? x : 0.1; });
  unary(
      "clamp", [](const Inputs& x) { return clamp(x[0], -0.9, 1.1); },
      [](double x) { return x < -0.9  ? -0.9
                            : x > 1.1 ? 1.1
                                      : x; });

  const auto binary = [&](const char* name, VariableFunction f, double (*formula)(double, double),
                          double low = -2, double high = 2) {
    const std::vector<std::vector<Shape>> pairs = {
        {{3, 4}, {3, 4}}, {{3, 4}, {4}}, {{4}, {3, 4}}, {{3, 1}, {1, 4}}, {{2, 3, 4}, {3, 1}},
        {{}, {2, 2}},     {{1, 1}, {1}}, {{0, 3}, {3}}, {{0, 3}, {1, 1}}, {{2, 17}, {2, 17}}};
    for (const std::vector<Shape>& shapes : pairs)
      table.push_back({name, f, shapes, each(formula), low, high});
  };
  binary(
      "a + b", [](const Inputs& x) { return x[0] + x[1]; }, [](double a, double b) { return a + b; });
  binary(
      "a - b", [](const Inputs& x) { return x[0] - x[1]; }, [](double a, double b) { return a - b; });
  binary(
      "a * b", [](const Inputs& x) { return x[0] * x[1]; }, [](double a, double b) { return a * b; });
  binary(
      "a / b", [](const Inputs& x) { return x[0] / x[1]; }, [](double a, double b) { return a / b; }, 0.5, 3);
  binary(
      "maximum", [](const Inputs& x) { return maximum(x[0], x[1]); },
      [](double a, double b) { return a > b ? a : b; });
  binary(
      "minimum", [](const Inputs& x) { return minimum(x[0], x[1]); },
      [](double a, double b) { return a < b ? a : b; });
  binary(
      "a to the power b", [](const Inputs& x) { return pow(x[0], x[1]); },
      [](double a, double b) { return std::pow(a, b); }, 0.5, 3);

  const auto choose = [&](const Shape& condition, const Shape& a, const Shape& b) {
    const Tensor chooser = checkers(condition);
    table.push_back({"where",
                     [chooser](const Inputs& x) { return where(chooser, x[0], x[1]); },
                     {a, b},
                     [chooser](const Arrays& x) {
                       const naive::Array open = naive::from(chooser);
                       const Shape shape =
                           broadcast("naive", open.shape, broadcast("naive", x[0].shape, x[1].shape));
                       return naive::build(
                           shape, [&](const naive::Position& p) { return open(p) != 0 ? x[0](p) : x[1](p); });
                     }});
  };
  choose({3, 4}, {3, 4}, {3, 4});
  choose({4}, {3, 1}, {});
  choose({3, 1}, {1}, {1, 4});
  choose({0, 3}, {0, 3}, {3});

  const auto fill = [&](const Shape& mask, const Shape& shape) {
    const Tensor hidden = checkers(mask);
    table.push_back({"masked_fill",
                     [hidden](const Inputs& x) { return masked_fill(x[0], hidden, -7); },
                     {shape},
                     [hidden](const Arrays& x) {
                       const naive::Array mask_values = naive::from(hidden);
                       return naive::build(x[0].shape, [&](const naive::Position& p) {
                         return mask_values(p) != 0 ? -7 : x[0](p);
                       });
                     }});
  };
  fill({3, 4}, {3, 4});
  fill({3, 1}, {2, 3, 4});
  fill({}, {2, 2});
  fill({3}, {0, 3});
}

}  // namespace heed
