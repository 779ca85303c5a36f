#include "tutorials/24-graphs/graphs.h"

#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/shape_functions.h"
#include "nn/optim/optimizer.h"
#include "tensor/creation.h"

#include <algorithm>

namespace heed {

// [gossip]
Graphs gossip(Index count, Rng& rng) {
  Graphs graphs{zeros({count, people, opinions + 1}), zeros({count, people, people}),
                TokenMatrix(count, people)};
  for (Index g = 0; g < count; ++g) {
    const std::vector<Index> trust = rng.permutation(people);
    std::vector<Index> opinion;
    for (Index i = 0; i < people; ++i) {
      opinion.push_back(rng.integer(opinions));
      graphs.x.at(g, i, opinion.back()) = 1;
      graphs.x.at(g, i, opinions) = static_cast<Scalar>(trust[static_cast<std::size_t>(i)]) / people;
    }
    for (Index i = 0; i < people; ++i) {
      Index best = -1, found = 0;
      for (const Index j : rng.permutation(people)) {
        if (j == i || found == friends) continue;
        ++found;
        graphs.neighbours.at(g, i, j) = 1;
        if (best < 0 || trust[static_cast<std::size_t>(j)] > trust[static_cast<std::size_t>(best)]) best = j;
      }
      graphs.targets(g, i) = static_cast<Token>(opinion[static_cast<std::size_t>(best)]);
    }
  }
  return graphs;
}
// [/gossip]

// [dictionary]
Graphs dictionary(Index words, Index count, Rng& rng) {
  Graphs graphs{zeros({count, 2 * words, 2 * words}), zeros({count, 2 * words, 2 * words}),
                TokenMatrix(count, 2 * words, -1)};
  for (Index g = 0; g < count; ++g) {
    for (Index i = 0; i < words; ++i) {
      const Index entry = words + i, definition = rng.integer(words);
      graphs.x.at(g, i, i) = 1;                       // reader i has word i
      graphs.x.at(g, entry, i) = 1;                   // entry i has word i, too,
      graphs.x.at(g, entry, words + definition) = 1;  // and its definition
      graphs.neighbours.at(g, entry, entry) = 1;
      for (Index j = 0; j < words; ++j) graphs.neighbours.at(g, i, words + j) = 1;
      graphs.targets(g, i) = static_cast<Token>(definition);
    }
  }
  return graphs;
}
// [/dictionary]

// [mean]
MeanOfNeighbours::MeanOfNeighbours(Index inputs, Index size, Rng& rng)
    : value(*this, "value", inputs, size, rng, false) {}

GraphAttention::Scored MeanOfNeighbours::score(const Variable& x) const {
  return {zeros({x.size(0), x.size(1), x.size(1)}), value(x)};  // equal scores: equal weights
}
// [/mean]

// [reads]
GraphModel::GraphModel(Index inputs, Index classes, const GraphOptions& options, Rng& rng)
    : before(options.hidden_before
                 ? std::make_unique<Child<Linear>>(*this, "before", inputs, options.size, rng)
                 : nullptr),
      after(*this, "after", (options.hidden_before ? options.size : inputs) + options.heads * options.size,
            hidden_size, rng),
      output(*this, "output", hidden_size, classes, rng) {
  if (options.hidden_before) inputs = options.size;
  for (Index head = 0; head < options.heads; ++head) {
    if (options.kind == "mean") heads.add<MeanOfNeighbours>(inputs, options.size, rng);
    if (options.kind == "GAT") heads.add<GAT>(inputs, options.size, rng);
    if (options.kind == "GATv2") heads.add<GATv2>(inputs, options.size, rng);
  }
}

Variable GraphModel::operator()(const Variable& x, const Tensor& neighbours) const {
  const Variable h = before ? relu((*before)(x)) : x;
  std::vector<Variable> parts{h};  // what a node knows itself, and what each head reads
  for (std::size_t head = 0; head < heads.size(); ++head)
    parts.push_back(heads.call(head, h, neighbours).output);
  return output(relu(after(concatenate(parts, 2))));
}
// [/reads]

Tensor GraphModel::weights(const Graphs& graphs) const {
  const NoGrad guard;
  const Variable x = graphs.x;
  return heads.call(0, before ? relu((*before)(x)) : x, graphs.neighbours).weights.value();
}

GraphOptions graph_options(const std::string& name) {
  if (name == "mean, hidden layer before") return {"mean", 1, 32, true};
  if (name == "GAT, 4 heads") return {"GAT", 4, 16, false};
  return {name, 1, 32, false};
}

// [train]
void train(GraphModel& model, const Task& task, Index steps, Rng& rng,
           const std::function<void(Index, Index)>& progress) {
  Adam adam(model.parameters(), 0.01);
  for (Index step = 1; step <= steps; ++step) {
    const Graphs graphs = task(32, rng);  // new graphs in each step: nothing can be learned by heart
    adam.set_learning_rate(0.01 * (1 - static_cast<double>(step - 1) / static_cast<double>(steps)));
    adam.zero_grad();
    cross_entropy(model(graphs.x, graphs.neighbours), graphs.targets).backward();
    clip_gradient_norm(model.parameters(), 1);
    adam.step();
    if (progress) progress(step, steps);
  }
}
// [/train]

double share_right(const GraphModel& model, const Graphs& graphs) {
  const NoGrad guard;
  const Tensor scores = model(graphs.x, graphs.neighbours).value();
  const std::vector<Scalar> all = scores.to_vector();
  double right = 0, asked = 0;
  auto row = all.begin();
  for (const Token target : graphs.targets.ids) {
    asked += target >= 0;
    right += target == std::max_element(row, row + scores.size(2)) - row;
    row += scores.size(2);
  }
  return right / asked;
}

// [learn]
std::unique_ptr<GraphModel> learn_gossip(const std::string& name, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  auto model = std::make_unique<GraphModel>(opinions + 1, opinions, graph_options(name), rng);
  train(*model, gossip, 500, rng);
  return model;
}

std::unique_ptr<GraphModel> learn_dictionary(const std::string& name, Index words, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  auto model = std::make_unique<GraphModel>(2 * words, words, graph_options(name), rng);
  const auto task = [words](Index count, Rng& draws) { return dictionary(words, count, draws); };
  train(*model, task, 500, rng);
  return model;
}
// [/learn]

}  // namespace heed
