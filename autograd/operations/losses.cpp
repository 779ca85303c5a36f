#include "autograd/operations/losses.h"

#include "autograd/operations/functions.h"
#include "autograd/record.h"
#include "tensor/ground/error.h"

namespace heed {
namespace {

void check_target(const char* operation, const Variable& prediction, const Variable& target) {
  require_defined(operation, prediction, target);
  if (!(prediction.shape() == target.shape())) {
    fail(operation, ": a prediction of shape ", prediction.shape(), " and a target of shape ", target.shape(),
         "; the shapes must be equal");
  }
}

}  // namespace

Variable mse_loss(const Variable& prediction, const Variable& target, Reduction reduction) {
  check_target("mse_loss", prediction, target);
  return detail::reduce(pow(prediction - target, 2), reduction);
}

Variable l1_loss(const Variable& prediction, const Variable& target, Reduction reduction) {
  check_target("l1_loss", prediction, target);
  return detail::reduce(abs(prediction - target), reduction);
}

// L = (1 - t) max(x, 0) + t max(-x, 0) + ln(1 + e^-|x|)     dL/dx = sigmoid(x) - t     dL/dt = -x
Variable binary_cross_entropy_with_logits(const Variable& logits, const Variable& target,
                                          Reduction reduction) {
  check_target("binary_cross_entropy_with_logits", logits, target);
  const Tensor &x = logits.value(), &t = target.value();
  const Variable loss = record(
      "binary_cross_entropy_with_logits", (1 - t) * relu(x) + t * relu(-x) + log1p(exp(-abs(x))),
      Edge{logits, [x = Saved(x), t = Saved(t)](const Tensor& grad) { return grad * (sigmoid(x) - t); }},
      Edge{target, [x = Saved(x)](const Tensor& grad) { return -grad * x; }});
  return detail::reduce(loss, reduction);
}

}  // namespace heed
