// The graphs of lesson 24, and the models that read them.
#pragma once

#include "nn/attention/graph_attention.h"
#include "tensor/token_matrix.h"

#include <functional>
#include <string>

namespace heed {

// [graphs]
struct Graphs {
  Tensor x;             // (count, nodes, inputs): what each node knows
  Tensor neighbours;    // (count, nodes, nodes): 1 where the row's node reads the column's node
  TokenMatrix targets;  // (count, nodes): the right class of each node; -1: this node is not asked
};
// [/graphs]

constexpr Index hidden_size = 32;  // of the layer after reading
constexpr Index people = 12, opinions = 4, friends = 5;

// Each person has one of four opinions and a trust, and knows five others. The right class is the opinion of the most
// trusted person among these five.
Graphs gossip(Index count, Rng& rng);
// As many readers as words, each with a word, and as many entries, each with a word and a definition. Readers read all entries.
// The right class of a reader is the definition of its word.
Graphs dictionary(Index words, Index count, Rng& rng);

using Task = std::function<Graphs(Index count, Rng& rng)>;

// The mean of the neighbours' vectors W x_j in place of attention.
class MeanOfNeighbours : public GraphAttention {
 public:
  MeanOfNeighbours(Index inputs, Index size, Rng& rng);
  Child<Linear> value;

 protected:
  Scored score(const Variable& x) const override;
};

// [model]
struct GraphOptions {
  std::string kind = "GATv2";  // "mean", "GAT" or "GATv2"
  Index heads = 1, size = 32;  // of each head
  bool hidden_before = false;  // a layer with relu before the neighbours are read
};

// (batch, nodes, inputs) -> scores of the classes (batch, nodes, classes)
class GraphModel : public Module {
 public:
  GraphModel(Index inputs, Index classes, const GraphOptions& options, Rng& rng);
  Variable operator()(const Variable& x, const Tensor& neighbours) const;
  // What the first head reads: (batch, nodes, nodes).
  Tensor weights(const Graphs& graphs) const;

  std::unique_ptr<Child<Linear>> before;
  Children<GraphAttention> heads{*this, "heads"};
  Child<Linear> after, output;
};
// [/model]

// By the names of the lesson's tables.
GraphOptions graph_options(const std::string& name);

// Trains on new graphs in each step.
void train(GraphModel& model, const Task& task, Index steps, Rng& rng,
           const std::function<void(Index, Index)>& progress = {});
// The share of nodes with the right class in these graphs.
double share_right(const GraphModel& model, const Graphs& graphs);
// Trains the model of this name, for gossip, or for a dictionary of so many words.
std::unique_ptr<GraphModel> learn_gossip(const std::string& name, Index seed);
std::unique_ptr<GraphModel> learn_dictionary(const std::string& name, Index words, Index seed);

}  // namespace heed
