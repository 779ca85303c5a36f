#include "autograd/node.h"

#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/error.h"
#include "tensor/reduce.h"

namespace heed {
namespace {

thread_local std::uint64_t nodes_made = 0;
thread_local Node* doomed = nullptr;
thread_local bool destroying = false;

}  // namespace

Node::Node(const char* operation_, const Shape& shape_)
    : operation(operation_), number(++nodes_made), scope(Scope::current()), shape(shape_) {}

void Node::accumulate(Tensor grad) {
  if (!(grad.shape() == shape)) grad = sum_to(grad, shape);
  if (!gradient.defined()) {
    gradient = std::move(
        grad);  // perhaps shared with another node, so a further addition may have to make a new tensor
    if (leaf_) gradient_in_place();  // a parameter's gradient is its own: optimisers write to it
  } else if (gradient.is_sole_holder() && gradient.is_contiguous()) {
    gradient += grad;
  } else {
    gradient = gradient + grad;
  }
}

Tensor& Node::gradient_in_place() {
  if (!gradient.defined()) {
    gradient = zeros(shape);
  } else if (!gradient.is_sole_holder() || !gradient.is_contiguous()) {
    gradient = gradient.clone();
  }
  return gradient;
}

Tensor& Node::gradient_to_write(bool& first) {
  first = !gradient.defined();
  if (first) gradient = empty(shape);
  return gradient_in_place();
}

void Node::destroy(Node* node) {
  node->next_doomed_ = doomed;
  doomed = node;
  if (destroying) return;
  destroying = true;
  while (doomed) {
    Node* next = doomed;
    doomed = next->next_doomed_;
    delete next;
  }
  destroying = false;
}

}  // namespace heed
