#include "autograd/observer.h"

#include "tensor/elementwise.h"
#include "tensor/ground/error.h"

namespace heed {

thread_local Observer* Observer::first_ = nullptr;

Observer::Observer() : next_(first_) {
  first_ = this;
  Scope::before_change(on_module_change);
}

Observer::~Observer() {
  Observer** place = &first_;
  while (*place != this) place = &(*place)->next_;
  *place = next_;
  if (!first_) Scope::before_change(nullptr);
}

void Observer::on_module_change() {
  for (Observer* observer = first_; observer; observer = observer->next_) observer->before_module_change();
}

void Observer::on_record(const char* operation, const Tensor& result, const Shared<Node>& node) {
  for (Observer* observer = first_; observer; observer = observer->next_)
    observer->recorded(operation, result, node);
}

void Observer::on_backward(const Node& node, const Tensor& grad, bool done) {
  for (Observer* observer = first_; observer; observer = observer->next_) {
    if (done) {
      observer->after_backward(node, grad);
    } else {
      observer->before_backward(node, grad);
    }
  }
}

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
