// backward: the engine behind Variable::backward(). It collects the nodes that lead to a result, runs
// their backward rules in an order in which every gradient is complete before it is passed on, and
// frees the graph as it goes.
#pragma once

#include "autograd/node.h"

#include <vector>

namespace heed {

struct BackwardOptions {
  bool keep_graph = false;      // allow another backward() through the same graph
  bool keep_gradients = false;  // keep the gradient of every node, not only of parameters
};

// `upstream` is the gradient with respect to the result of `node`, in the result's shape.
void run_backward(const Shared<Node>& node, const Tensor& upstream, const BackwardOptions& options);

// All nodes that lead to `result`, and `result` itself, in reverse order of creation. A node is
// created after its inputs, so in this order each node comes before its inputs: when backward()
// reaches a node, every part of its gradient has arrived.
std::vector<Shared<Node>> youngest_first(const Shared<Node>& result);

}  // namespace heed
