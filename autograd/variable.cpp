#include "autograd/variable.h"

#include "autograd/gradient.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"

#include <utility>

namespace heed {
namespace {

thread_local bool recording = true;

}  // namespace

const Tensor& Variable::grad() const {
  static const Tensor none;
  return node_ ? node_->gradient : none;
}

void Variable::set_grad(const Tensor& grad) {
  if (!node_) fail("set_grad: this variable does not track a gradient");
  if (grad.defined() && !(grad.shape() == shape()))
    fail("set_grad: gradient of shape ", grad.shape(), " for a variable of shape ", shape());
  node_->gradient = grad;
}

void Variable::zero_grad() {
  if (node_) node_->gradient = Tensor();
}

void Variable::scale_grad(double factor) {
  if (node_ && node_->gradient.defined()) Gradient(node_.get()).in_place() *= factor;
}

void Variable::backward(const BackwardOptions& options) const {
  if (value_.defined() && value_.numel() != 1) {
    fail("backward: a result of shape ", shape(),
         " needs the gradient with respect to it: backward(upstream)");
  }
  backward(value_.defined() ? ones(shape()) : Tensor(), options);
}

void Variable::backward(const Tensor& upstream, const BackwardOptions& options) const {
  if (!node_) {
    fail(
        "backward: this variable depends on no parameter, or was computed under NoGrad: nothing was "
        "recorded");
  }
  if (!upstream.defined()) fail("backward: no gradient was given for a result of shape ", shape());
  if (!(upstream.shape() == shape()))
    fail("backward: gradient of shape ", upstream.shape(), " for a result of shape ", shape());
  run_backward(node_, upstream, options);
}

Variable leaf(const Tensor& data) {
  require_defined("leaf", data);
  return Variable(data, Shared<Node>(new Node("leaf", data.shape())));
}

std::ostream& operator<<(std::ostream& out, const Variable& x) { return out << x.value(); }

NoGrad::NoGrad() : before_(std::exchange(recording, false)) {}
NoGrad::~NoGrad() { recording = before_; }
bool is_recording() { return recording; }

}  // namespace heed
