#include "tests/nn/show/sample_graph.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/reductions.h"
#include "nn/recurrent/cells.h"
#include "nn/translate/transformer_model.h"
#include "tensor/creation.h"

namespace heed::show {

std::unique_ptr<Graph> neuron_graph() {
  const KeepValues keep;
  const Variable x1 = leaf(scalar(2)), w1 = leaf(scalar(-3)), x2 = leaf(scalar(0.5)), w2 = leaf(scalar(1)),
                 b = leaf(scalar(6));
  const Variable n = x1 * w1 + x2 * w2 + b, o = tanh(n);
  auto graph = std::make_unique<Graph>(
      o, Graph::Names{{"x1", x1}, {"w1", w1}, {"x2", x2}, {"w2", w2}, {"b", b}, {"n", n}, {"o", o}});
  o.backward();
  return graph;
}

std::unique_ptr<Graph> transformer_graph() {
  Rng rng(3);
  TransformerModelOptions options;
  options.source_words = options.target_words = 9;
  options.transformer = {.size = 8, .heads = 2, .layers = 2, .feed_forward = 16, .dropout = 0.1};
  const TransformerModel model(options, rng);
  const EncodedPairs pairs{{{1, 4, 5, 6, 2}, {1, 7, 2}}, {{1, 5, 8, 2}, {1, 4, 4, 6, 2}}};
  const Batch batch = make_batch(pairs, {0, 1});
  const Variable loss = cross_entropy(model.logits(batch), batch.target_out, {.ignore = Vocabulary::pad});
  auto graph = std::make_unique<Graph>(loss, model.named_parameters());
  loss.backward();
  return graph;
}

std::unique_ptr<Graph> residual_graph() {
  const Variable x = leaf(scalar(0.5)), y = x + tanh(exp(x));
  auto graph = std::make_unique<Graph>(y);
  y.backward();
  return graph;
}

std::unique_ptr<Graph> recurrent_graph() {
  Rng rng(4);
  struct Loop : Module {
    explicit Loop(Rng& random) : cell(*this, "cell", 2, 2, random), look(*this, "look", 2, 2, random) {}
    Child<RNNCell> cell, look;
  };
  const Loop loop(rng);
  Variable state = Variable(ones({1, 2}));
  for (int step = 0; step < 3; ++step) state = loop.cell(loop.look(state, state) + 1.0, state);
  const Variable loss = sum(state);
  auto graph = std::make_unique<Graph>(loss, loop.named_parameters());
  loss.backward();
  return graph;
}

std::unique_ptr<Graph> hostile_graph() {
  const Variable w = leaf(full({2, 3}, 0.5));
  Variable y;
  {
    const Scope scope(hostile_name);
    y = w * w;
  }
  const Variable loss = sum(y);
  auto graph = std::make_unique<Graph>(loss, Graph::Names{{hostile_name, w}});
  loss.backward();
  return graph;
}

}  // namespace heed::show
