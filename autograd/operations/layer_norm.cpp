#include "autograd/operations/layer_norm.h"

#include "autograd/operations/shape_functions.h"
#include "autograd/record.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/layer_norm_kernel.h"

#include <cmath>

namespace heed {

double detail::check_epsilon(const char* operation, double epsilon) {
  if (!(epsilon >= 0) || !std::isfinite(epsilon))
    fail(operation, ": epsilon must be a number of at least 0, not ", epsilon);
  return epsilon;
}

// y = x̂ gain + shift, with x̂ = (x - mean) r and r = 1 / sqrt(variance + epsilon)
// dL/dx = r (d - mean(d) - x̂ mean(d x̂)), with d = dL/dy gain
// dL/dgain = sum over rows of dL/dy x̂        dL/dshift = sum over rows of dL/dy
Variable layer_norm(const Variable& x, const Variable& gain, const Variable& shift,
                    const LayerNormOptions& options) {
  require_defined("layer_norm", x, gain, shift);
  detail::check_epsilon("layer_norm", options.epsilon);
  if (x.rank() == 0) fail("layer_norm: a single number has no axis to normalise over");
  const int axis = x.value().normalize_axis("layer_norm", options.axis);
  const Index n = x.size(axis);
  if (n == 0 || !(gain.shape() == Shape{n}) || !(shift.shape() == Shape{n})) {
    fail("layer_norm: gain ", gain.shape(), " and shift ", shift.shape(), " must have the size of axis ",
         options.axis, " of ", x.shape());
  }
  if (axis != x.rank() - 1) {
    const Variable y = layer_norm(transpose(x, axis, -1), gain, shift, {.epsilon = options.epsilon});
    return transpose(y, axis, -1);
  }
  const auto [y, x_hat, r] = kernel::layer_norm(x.value(), gain.value(), shift.value(), options.epsilon);
  return record(
      "layer_norm", y,
      Edge{x, [x_hat = Saved(x_hat), r = Saved(r), gain = Saved(gain.value())](
                  const Tensor& grad) { return kernel::layer_norm_backward_x(grad, x_hat, r, gain); }},
      Edge{gain, [x_hat = Saved(x_hat)](
                     const Tensor& grad) { return kernel::layer_norm_backward_gain(grad, x_hat); }},
      Edge{shift, [](const Tensor& grad) { return kernel::layer_norm_backward_shift(grad); }});
}

}  // namespace heed
