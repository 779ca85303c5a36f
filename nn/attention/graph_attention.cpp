#include "nn/attention/graph_attention.h"

#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "tensor/ground/error.h"

namespace heed {

namespace {

// Throws, naming `layer`, unless both sizes are at least 1.
Index checked_inputs(const char* layer, Index inputs, Index size) {
  checked_size(layer, "the size", size, 1);
  return checked_size(layer, "the number of inputs", inputs, 1);
}

// A vector that scores are products with: (size).
Tensor direction(Index size, Rng& rng) { return reshape(glorot_uniform(1, size, rng), {size}); }

// The product of each row of x (batch, nodes, size) with a (size): (batch, nodes, 1).
Variable along(const Variable& x, const Variable& a) { return matmul(x, unsqueeze(a, 1)); }

}  // namespace

Variable leaky_relu(const Variable& x, double slope) {
  require_defined("leaky_relu", x);
  if (!(slope > 0 && slope < 1)) fail("leaky_relu: the slope must be between 0 and 1, not ", slope);
  return maximum(x, x * slope);
}

Attended GraphAttention::operator()(const Variable& x, const Tensor& neighbours) const {
  require_defined("graph attention", x);
  require_defined("graph attention", neighbours);
  if (x.rank() != 3) fail("graph attention: x must have shape (batch, nodes, inputs), not ", x.shape());
  const Index batch = x.size(0), nodes = x.size(1);
  if (neighbours.shape() != Shape{nodes, nodes} && neighbours.shape() != Shape{batch, nodes, nodes})
    fail("graph attention: neighbours ", neighbours.shape(), " must have shape (nodes, nodes) or (batch, ",
         "nodes, nodes), and x ", x.shape(), " has ", nodes, " nodes");
  const Scored scored = score(x);
  const Variable weights = softmax(scored.scores, neighbours);
  return {matmul(weights, scored.values), weights};
}

GAT::GAT(Index inputs, Index size, Rng& rng)
    : value(*this, "value", checked_inputs("GAT", inputs, size), size, rng, false),
      query(*this, "query", direction(size, rng)),
      key(*this, "key", direction(size, rng)) {}

GraphAttention::Scored GAT::score(const Variable& x) const {
  const Variable h = value(x);
  return {leaky_relu(along(h, query) + transpose(along(h, key))), h};
}

GATv2::GATv2(Index inputs, Index size, Rng& rng)
    : query(*this, "query", checked_inputs("GATv2", inputs, size), size, rng, false),
      key(*this, "key", inputs, size, rng, false),
      v(*this, "v", direction(size, rng)) {}

GraphAttention::Scored GATv2::score(const Variable& x) const {
  const Variable k = key(x);
  const Variable pairs = unsqueeze(query(x), 2) + unsqueeze(k, 1);  // (batch, nodes, nodes, size)
  return {squeeze(matmul(leaky_relu(pairs), unsqueeze(v, 1)), 3), k};
}

}  // namespace heed
