#include "autograd/watch/stop_at_nan.h"

#include "tensor/elementwise.h"
#include "tensor/ground/error.h"

namespace heed {

void StopAtNaN::recorded(const char* operation, const Tensor& result, const Shared<Node>&) {
  if (!all_finite(result))
    fail(operation, ": the result of shape ", result.shape(), " holds a NaN or an infinity");
}

void StopAtNaN::after_backward(const Node& node, const Tensor&) {
  for (const Shared<Node>& input : node.inputs()) {
    if (input && input->gradient.defined() && !all_finite(input->gradient)) {
      fail("the gradient of shape ", input->shape, " that it gave to '", input->operation,
           "' holds a NaN or an infinity");
    }
  }
}

}  // namespace heed
