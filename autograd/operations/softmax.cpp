#include "autograd/operations/softmax.h"

#include "autograd/record.h"

namespace heed {

// w = softmax(scale s)        dL/ds_i = scale w_i (dL/dw_i - sum_j w_j dL/dw_j)
Variable softmax(const Variable& scores, const SoftmaxOptions& options) {
  const Tensor weights = softmax(scores.value(), options);
  return record("softmax", weights,
                Edge{scores, [w = Saved(weights), scale = options.scale, axis = options.axis](
                                 const Tensor& dw) { return kernel::softmax_adjoint(w, dw, scale, axis); }});
}
Variable softmax(const Variable& scores, int axis) { return softmax(scores, {.axis = axis}); }
Variable softmax(const Variable& scores, const Tensor& mask) { return softmax(scores, {.mask = mask}); }

// y = log softmax(scale s)    dL/ds_i = scale (dL/dy_i - e^(y_i) sum_j dL/dy_j)
Variable log_softmax(const Variable& scores, const SoftmaxOptions& options) {
  const Tensor logs = log_softmax(scores.value(), options);
  return record("log_softmax", logs,
                Edge{scores, [y = Saved(logs), mask = Saved(options.mask), scale = options.scale,
                              axis = options.axis](const Tensor& dy) {
                       return kernel::log_softmax_adjoint(y, dy, {mask, scale, axis});
                     }});
}
Variable log_softmax(const Variable& scores, int axis) { return log_softmax(scores, {.axis = axis}); }
Variable log_softmax(const Variable& scores, const Tensor& mask) {
  return log_softmax(scores, {.mask = mask});
}

}  // namespace heed
