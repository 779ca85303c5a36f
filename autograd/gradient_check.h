// Gradient check: is what backward() computes the derivative of what forward computes? Each number of each
// input is moved up and down a little, and the change of the result is held against the gradient.
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
  Index compared = 0;  // derivatives: one for each number of each input
  std::string text;    // what was compared, or where it went wrong: operation, input, index, both values
};

// Checks the derivatives of f with respect to every input that requires a gradient; the others are constants.
// f may reach its parameters in another way as well (a layer owns its own): they are changed in place, one
// number at a time, and put back. It must give the same result each time: one that draws random numbers seeds
// its own Rng. An input that f does not depend on must get no gradient, or zeros.
//
// The upstream gradient is random and different for each result (a plain sum of softmax's results, say, is
// constant, and would prove nothing). A NaN anywhere fails. Keep the inputs off kinks, by more than
// cbrt(epsilon) max(1, |x|): 6e-6 in double.
//
// Made for the double build, where a derivative is known to 4e-9. The float build knows it to 2e-3 only, and
// the report says so. Inputs must be contiguous; a view goes into f: f = [](x) { return exp(transpose(x[0]));
// }
GradientReport check_gradients(const VariableFunction& f, const std::vector<Variable>& inputs, Rng& rng);

}  // namespace heed
