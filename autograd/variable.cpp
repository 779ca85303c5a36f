#include "autograd/variable.h"

#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"

#include <utility>

namespace heed {
namespace {

thread_local bool recording = true;

// Runs a node's rules; an error in one says whose rule it was.
void run_rules(Node& node, const Tensor& grad) {
  const bool watched = Observer::any();
  if (watched) Observer::on_backward(node, grad, false);
  try {
    node.propagate(grad);
    if (watched) Observer::on_backward(node, grad, true);
  } catch (const Error& error) {
    const std::string& path = Scope::path(node.scope);
    throw Error(text(path, path.empty() ? "" : ": ", "backward of ", node.operation, ": ", error.what()));
  }
}

}  // namespace

const Tensor& Variable::grad() const {
  static const Tensor none;
  return node_ ? node_->gradient : none;
}

void Variable::set_grad(const Tensor& grad) {
  if (!node_) fail("set_grad: this variable tracks no gradient");
  if (grad.defined() && !(grad.shape() == shape()))
    fail("set_grad: gradient of shape ", grad.shape(), " for a variable of shape ", shape());
  node_->gradient = grad;
}

void Variable::zero_grad() {
  if (node_) node_->gradient = Tensor();
}

void Variable::scale_grad(double factor) {
  if (node_ && node_->gradient.defined()) node_->gradient_in_place() *= factor;
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
        "backward: this variable depends on no parameter, or was computed while a NoGrad was alive: nothing "
        "was recorded");
  }
  if (!upstream.defined()) fail("backward: no gradient was given for a result of shape ", shape());
  if (!(upstream.shape() == shape()))
    fail("backward: gradient of shape ", upstream.shape(), " for a result of shape ", shape());
  std::vector<Shared<Node>> nodes = youngest_first(node_);
  for (const Shared<Node>& node : nodes) {
    if (!node->is_leaf()) node->gradient = Tensor();
    if (node->is_released()) {
      fail("backward: the graph behind '", node->operation,
           "' was let go of by an earlier backward(); call that one with keep_graph to go through it twice");
    }
  }
  node_->accumulate(upstream);
  for (Shared<Node>& node : nodes) {
    if (node->is_leaf() || !node->gradient.defined()) continue;
    const Tensor grad = std::exchange(node->gradient, Tensor());
    run_rules(*node, grad);
    if (!options.keep_graph) node->release();
    if (options.keep_gradients) node->gradient = grad;
    node = Shared<Node>();  // the last holder frees it here, and with it the memory that its rules kept
  }
}

const Tensor& Saved::get() const {
  if (tensor_.defined() && tensor_.version() != version_) {
    fail("a tensor of shape ", tensor_.shape(), " that it saved was changed in place after it was recorded");
  }
  return tensor_;
}

Variable leaf(const Tensor& data) { return Variable(data, Shared<Node>(new Node("leaf", data.shape()))); }

std::ostream& operator<<(std::ostream& out, const Variable& x) { return out << x.value(); }

NoGrad::NoGrad() : before_(std::exchange(recording, false)) {}
NoGrad::~NoGrad() { recording = before_; }
bool is_recording() { return recording; }

}  // namespace heed
