#include "autograd/node.h"

#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/reduce.h"

#include <algorithm>

namespace heed {
namespace {

thread_local std::uint64_t nodes_made = 0;
thread_local Node* doomed = nullptr;
thread_local bool destroying = false;
thread_local std::uint64_t walks = 0;

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

std::vector<Shared<Node>> youngest_first(const Shared<Node>& result) {
  const std::uint64_t walk = ++walks;
  std::vector<Shared<Node>> found{result};
  result->visit = walk;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Shared<Node> node = found[i];
    for (const Shared<Node>& input : node->inputs()) {
      if (input && input->visit != walk) {
        input->visit = walk;
        found.push_back(input);
      }
    }
  }
  const auto younger = [](const Shared<Node>& a, const Shared<Node>& b) { return a->number > b->number; };
  if (!std::is_sorted(found.begin(), found.end(), younger)) std::sort(found.begin(), found.end(), younger);
  return found;
}

}  // namespace heed
