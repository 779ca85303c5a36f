#include "autograd/backward.h"

#include "autograd/gradient.h"
#include "autograd/observer.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <utility>

namespace heed {
namespace {

thread_local std::uint64_t traversals = 0;

// Runs a node's rules; an error in a rule gets the operation's name and module path.
void run_rules(Node& node, const Tensor& grad) {
  const bool observed = Observer::any();
  if (observed) Observer::on_backward(node, grad, false);
  try {
    node.propagate(grad);
    if (observed) Observer::on_backward(node, grad, true);
  } catch (const Error& error) {
    const std::string& path = Scope::path(node.scope);
    throw Error(text(path, path.empty() ? "" : ": ", "backward of ", node.operation, ": ", error.what()));
  }
}

}  // namespace

void run_backward(const Shared<Node>& result, const Tensor& upstream, const BackwardOptions& options) {
  if (!result) fail("backward: there is no node: nothing was recorded");
  std::vector<Shared<Node>> nodes = youngest_first(result);
  for (const Shared<Node>& node : nodes) {
    if (!node->is_leaf()) node->gradient = Tensor();
    if (node->is_released()) {
      fail("backward: the graph of '", node->operation,
           "' was already freed by an earlier backward(); pass keep_graph to that call to run backward "
           "twice");
    }
  }
  Gradient(result.get()).add(upstream);
  for (Shared<Node>& node : nodes) {
    if (node->is_leaf() || !node->gradient.defined()) continue;
    const Tensor grad = std::exchange(node->gradient, Tensor());
    run_rules(*node, grad);
    if (!options.keep_graph) node->release();
    if (options.keep_gradients) node->gradient = grad;
    node = Shared<Node>();  // if nothing else holds the node, this frees it and what its rules saved
  }
}

std::vector<Shared<Node>> youngest_first(const Shared<Node>& result) {
  if (!result) return {};
  const std::uint64_t traversal = ++traversals;
  std::vector<Shared<Node>> found{result};
  result->visit = traversal;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Shared<Node> node = found[i];
    for (const Shared<Node>& input : node->inputs()) {
      if (input && input->visit != traversal) {
        input->visit = traversal;
        found.push_back(input);
      }
    }
  }
  const auto younger = [](const Shared<Node>& a, const Shared<Node>& b) { return a->number > b->number; };
  if (!std::is_sorted(found.begin(), found.end(), younger)) std::sort(found.begin(), found.end(), younger);
  return found;
}

}  // namespace heed
