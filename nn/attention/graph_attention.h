// Attention in a graph: each node reads its neighbours, and learns how much each of them counts.
//
//     GAT    e_ij = leaky_relu(a_q · W x_i + a_k · W x_j)       Velickovic et al. (2018); value W x_j
//     GATv2  e_ij = a · leaky_relu(W_q x_i + W_k x_j)           Brody, Alon and Yahav (2022); value W_k x_j
//
// The weights of node i are the softmax of e_ij over its neighbours j. GATv2 is additive attention (scores.h) with
// leaky_relu in place of tanh, and keys that serve as values, too. In GAT, both parts are numbers before they are added:
// leaky_relu rises, so all nodes rank their common neighbours in the same order.
#pragma once

#include "nn/attention/scores.h"
#include "nn/layers.h"

namespace heed {

// x where x > 0, else slope x; 0 < slope < 1.
Variable leaky_relu(const Variable& x, double slope = 0.2);

class GraphAttention : public Module {
 public:
  // x (batch, nodes, inputs). neighbours (nodes, nodes) or (batch, nodes, nodes) is 1 where node i, the row, reads node j,
  // the column: a node reads itself only if the diagonal says so. Output (batch, nodes, size), and weights (batch, nodes,
  // nodes). A node without neighbours gets zeros. Throws if the shapes do not fit.
  Attended operator()(const Variable& x, const Tensor& neighbours) const;

 protected:
  struct Scored {
    Variable scores;  // e_ij (batch, nodes, nodes)
    Variable values;  // (batch, nodes, size)
  };
  virtual Scored score(const Variable& x) const = 0;
};

class GAT : public GraphAttention {
 public:
  GAT(Index inputs, Index size, Rng& rng);

  Child<Linear> value;   // W, without bias
  Parameter query, key;  // a_q and a_k (size)

 protected:
  Scored score(const Variable& x) const override;
};

class GATv2 : public GraphAttention {
 public:
  GATv2(Index inputs, Index size, Rng& rng);

  Child<Linear> query, key;  // W_q and W_k, without bias
  Parameter v;               // a (size)

 protected:
  Scored score(const Variable& x) const override;
};

}  // namespace heed
