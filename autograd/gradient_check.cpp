#include "autograd/gradient_check.h"

#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"

#include <cmath>
#include <limits>

namespace heed {
namespace {

// A central difference (f(x + h) - f(x - h)) / 2h has an error of h^2 f''' / 6, because f is not a straight
// line, and of about epsilon f / h, because f is rounded. With h = cbrt(epsilon) both are epsilon^(2/3),
// times the size of f''' or of f. The factor 100 leaves room for third derivatives and
// for f's own rounding errors.
const double epsilon = std::numeric_limits<Scalar>::epsilon();
const double step = std::cbrt(epsilon);
const double precision = 100 * step * step;

struct Derivative {
  double value, tolerance;
};

// The derivative of sum(upstream * f) with respect to element i of `input`, by a central difference.
Derivative measure(const VariableFunction& f, const std::vector<Variable>& inputs, Variable input, Index i,
                   const std::vector<Scalar>& upstream) {
  const Scalar before = input.value().data()[i];
  const auto h = static_cast<Scalar>(step * std::max(1.0, std::abs(static_cast<double>(before))));
  const Scalar above = before + h, below = before - h;
  const auto result_at = [&](Scalar x) {
    input.value().mutable_data()[i] = x;
    return f(inputs).value().to_vector();  // copied: the result may be a view of the input
  };
  const std::vector<Scalar> high = result_at(above), low = result_at(below);
  input.value().mutable_data()[i] = before;
  double change = 0, size = 1;
  for (std::size_t k = 0; k < upstream.size(); ++k) {
    if (high[k] == low[k]) continue;
    const double weight = upstream[k], up = high[k], down = low[k];
    change += weight * (up - down);
    size += std::abs(weight) * (std::abs(up) + std::abs(down)) / 2;
  }
  return {change / (static_cast<double>(above) - static_cast<double>(below)), precision * size};
}

// Values of magnitude 1/2 to 3/2 and of either sign, so that every element of the result counts,
// each with a different weight.
Tensor random_upstream(const Shape& shape, Rng& rng) {
  Tensor upstream = random_uniform(shape, rng, 0.5, 1.5);
  Scalar* const numbers = upstream.mutable_data();
  for (Index i = 0; i < upstream.numel(); ++i) {
    if (rng.integer(2) == 0) numbers[i] = -numbers[i];
  }
  return upstream;
}

// The index of element i of a tensor of `shape`, for example "(1, 2)".
std::string place(const Shape& shape, Index i) {
  Shape position = shape;
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    position[axis] = i % shape[axis];
    i /= shape[axis];
  }
  return position.to_string();
}

}  // namespace

GradientReport check_gradients(const VariableFunction& f, const std::vector<Variable>& inputs, Rng& rng) {
  if (!f) fail("check_gradients: the function is empty");
  for (Variable input : inputs) {
    if (input.requires_grad() && !input.value().is_contiguous())
      fail("check_gradients: an input of shape ", input.shape(),
           " is a view; make views inside the function");
    input.zero_grad();
  }
  const Variable result = f(inputs);
  require_defined("check_gradients: the function's result", result);
  const std::string operation = result.requires_grad() ? result.node()->operation : "the function";
  GradientReport report;
  if (!all_finite(result.value())) {
    report.text = operation + ": the result contains a NaN or an infinity";
    return report;
  }
  const Tensor upstream = random_upstream(result.shape(), rng);
  result.backward(upstream);

  const NoGrad only_values;
  if (!all_equal(f(inputs).value(), result.value())) {
    report.text = operation + ": the same inputs give a different result the second time";
    return report;
  }
  const std::vector<Scalar> weights = upstream.to_vector();
  Index wrong = 0;
  for (std::size_t number = 0; number < inputs.size(); ++number) {
    Variable input = inputs[number];
    if (!input.requires_grad()) continue;
    const Shape& shape = input.shape();
    const Tensor grad = input.grad().defined() ? input.grad() : zeros(shape);
    const std::vector<Scalar> gradient = grad.to_vector();
    for (Index i = 0; i < shape.numel(); ++i) {
      const Derivative numeric = measure(f, inputs, input, i, weights);
      const double analytic = gradient[static_cast<std::size_t>(i)];
      ++report.compared;
      const double error = std::abs(analytic - numeric.value);
      if (error <= numeric.tolerance && std::isfinite(numeric.tolerance)) continue;  // false for NaN
      if (++wrong > 5) continue;  // five errors show the pattern
      report.text +=
          text(operation, ": input ", number, " of shape ", shape, " at ", place(shape, i), ": numeric ",
               numeric.value, ", analytic ", analytic, ", may differ by ", numeric.tolerance, "\n");
    }
  }
  for (Variable input : inputs) input.zero_grad();  // after the loop: the same variable may be there twice
  report.passed = wrong == 0;
  report.text +=
      text(operation, ": ", report.compared - wrong, " of ", report.compared, " derivatives are correct");
  if (sizeof(Scalar) == sizeof(float))
    report.text +=
        text(" to within ", precision, ", the precision of float; only the double build can tell more");
  return report;
}

}  // namespace heed
