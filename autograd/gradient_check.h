// Gradient check: does backward() compute the derivative of what forward computes? The check moves each
// element of each input up and down a little and compares the change of the result with the gradient.
#pragma once

#include "autograd/variable.h"
#include "tensor/random.h"

#include <functional>
#include <string>
#include <vector>

namespace heed {

using VariableFunction = std::function<Variable(const std::vector<Variable>&)>;

struct GradientReport {
  bool passed = false;
  Index compared = 0;  // the number of derivatives: one for each element of each input
  std::string text;    // a summary; for each error the operation, input, index and both values
};

// Checks the derivatives of f with respect to every input that requires a gradient; other inputs are
// constants. Inputs are changed in place, one element at a time, and restored, so f may also reach them in
// another way, as a layer reaches its own parameters. f must give the same result each time: if it draws
// random numbers, it must seed its own Rng. An input that f does not depend on must get no gradient, or zeros.
//
// The upstream gradient is random and different for each element of the result, because the gradient
// of a plain sum may prove nothing: the sum of a softmax is constant. A NaN anywhere fails. Keep the
// inputs away from kinks, by more than cbrt(epsilon) max(1, |x|), which is 6e-6 in double.
//
// Use the double build, where the numeric derivative is accurate to 4e-9. In the float build it is accurate
// only to 2e-3, and the report says so. Inputs must be contiguous. To test views, make them inside of f:
//     f = [](const std::vector<Variable>& x) { return exp(transpose(x[0])); }
GradientReport check_gradients(const VariableFunction& f, const std::vector<Variable>& inputs, Rng& rng);

}  // namespace heed
