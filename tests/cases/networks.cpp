// The operations of networks: softmax, layer normalisation, choosing by index, dropout, cross-entropy, GRU.
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/dropout.h"
#include "autograd/operations/embedding.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/layer_norm.h"
#include "autograd/operations/recurrence.h"
#include "autograd/operations/softmax.h"
#include "tensor/ground/error.h"
#include "tests/cases.h"

#include <cmath>

namespace heed {
namespace {

using Inputs = std::vector<Variable>;
using Arrays = std::vector<naive::Array>;
using naive::Position;

bool is_open(const Tensor& mask, const Position& p) { return !mask.defined() || naive::from(mask)(p) != 0; }

// e^(scale x_i) / sum_j e^(scale x_j) over the visible positions; 0 where hidden.
double naive_softmax(const naive::Array& x, const Tensor& mask, double scale, const Position& p) {
  const double total = naive::sum(x.shape.size(-1), [&](Index j) {
    const Position q = naive::with(p, -1, j);
    return is_open(mask, q) ? std::exp(scale * x(q)) : 0;
  });
  return is_open(mask, p) ? std::exp(scale * x(p)) / total : 0;
}

void add_softmax(std::vector<Case>& table, const char* name, const Shape& shape, const Tensor& mask = {},
                 double scale = 1) {
  table.push_back({text("softmax", name),
                   [=](const Inputs& x) { return softmax(x[0], {.mask = mask, .scale = scale}); },
                   {shape},
                   [=](const Arrays& x) {
                     return naive::build(
                         x[0].shape, [&](const Position& p) { return naive_softmax(x[0], mask, scale, p); });
                   }});
  // Hidden positions are -infinity; they are filled with 0, so that the rest can be compared.
  table.push_back({text("log_softmax", name),
                   [=](const Inputs& x) {
                     const Variable y = log_softmax(x[0], {.mask = mask, .scale = scale});
                     return mask.defined() ? masked_fill(y, logical_not(mask), 0) : y;
                   },
                   {shape},
                   [=](const Arrays& x) {
                     return naive::build(x[0].shape, [&](const Position& p) {
                       return is_open(mask, p) ? std::log(naive_softmax(x[0], mask, scale, p)) : 0;
                     });
                   }});
}

void add_layer_norm(std::vector<Case>& table, const Shape& shape, int axis = -1) {
  const Index n = shape[axis < 0 ? axis + shape.rank() : axis];
  table.push_back(
      {text("layer_norm, axis ", axis),
       [axis](const Inputs& x) { return layer_norm(x[0], x[1], x[2], {.epsilon = 1e-3, .axis = axis}); },
       {shape, {n}, {n}},
       [n, axis](const Arrays& x) {
         return naive::build(x[0].shape, [&](const Position& p) {
           const int a = axis < 0 ? axis + x[0].shape.rank() : axis;
           const auto along = [&](Index i) { return x[0](naive::with(p, a, i)); };
           const double count = static_cast<double>(n), mean = naive::sum(n, along) / count;
           const auto square = [&](Index i) { return (along(i) - mean) * (along(i) - mean); };
           const double variance = naive::sum(n, square) / count;
           const Position channel{p[static_cast<std::size_t>(a)]};
           return (x[0](p) - mean) / std::sqrt(variance + 1e-3) * x[1](channel) + x[2](channel);
         });
       }});
}

void add_index_select(std::vector<Case>& table, int axis, const std::vector<Index>& indices,
                      const Shape& shape) {
  table.push_back({text("index_select, axis ", axis),
                   [=](const Inputs& x) { return index_select(x[0], axis, indices); },
                   {shape},
                   [=](const Arrays& x) {
                     const int a = axis < 0 ? axis + shape.rank() : axis;
                     Shape result = shape;
                     result[a] = static_cast<Index>(indices.size());
                     return naive::build(result, [&](const Position& p) {
                       const auto i = static_cast<std::size_t>(p[static_cast<std::size_t>(a)]);
                       return x[0](naive::with(p, a, indices[i]));
                     });
                   }});
}

void add_gather(std::vector<Case>& table, int axis, const TokenMatrix& indices, const Shape& shape) {
  table.push_back({text("gather, axis ", axis),
                   [=](const Inputs& x) { return gather(x[0], axis, indices); },
                   {shape},
                   [=](const Arrays& x) {
                     return naive::build({indices.rows, indices.columns}, [&](const Position& p) {
                       return x[0](naive::with(p, axis, indices(p[0], p[1])));
                     });
                   }});
}

TokenMatrix tokens(Index rows, Index columns, const std::vector<Token>& ids) {
  TokenMatrix matrix(rows, columns);
  matrix.ids = ids;
  return matrix;
}

void add_embedding(std::vector<Case>& table, const TokenMatrix& words, const Shape& shape) {
  table.push_back(
      {"embedding",
       [words](const Inputs& x) { return embedding(x[0], words); },
       {shape},
       [words](const Arrays& x) {
         const Shape result{words.rows, words.columns, x[0].shape[1]};
         return naive::build(result, [&](const Position& p) { return x[0]({words(p[0], p[1]), p[2]}); });
       }});
}

void add_cross_entropy(std::vector<Case>& table, const char* name, const Shape& shape,
                       const TokenMatrix& targets, const CrossEntropyOptions& options) {
  const int axis = options.axis < 0 ? options.axis + shape.rank() : options.axis;
  const Index classes = shape[axis];
  const auto weight = [=](Index c) {
    return options.class_weights.defined() ? static_cast<double>(options.class_weights(c)) : 1;
  };
  const auto losses_of = [=](const naive::Array& x) {
    std::size_t row = 0;
    return naive::build(shape.erase(axis), [&](const Position& p) {
      const Token target = targets.ids[row++];
      if (target == options.ignore) return 0.0;
      const auto logit = [&](Index c) { return x(naive::with_axis(p, axis, c)); };
      const double all = naive::sum(classes, [&](Index c) { return std::exp(logit(c)); });
      return naive::sum(classes, [&](Index c) {
        const double q =
            (c == target ? 1 - options.smoothing : 0) + options.smoothing / static_cast<double>(classes);
        return -weight(c) * q * std::log(std::exp(logit(c)) / all);
      });
    });
  };
  table.push_back({text("cross_entropy", name),
                   [=](const Inputs& x) { return cross_entropy(x[0], targets, options); },
                   {shape},
                   [=](const Arrays& x) {
                     const naive::Array losses = losses_of(x[0]);
                     if (options.reduction == Reduction::none) return losses;
                     double total = 0, counted = 0;
                     for (double loss : losses.numbers) total += loss;
                     for (Token target : targets.ids)
                       counted += target == options.ignore ? 0 : weight(target);
                     const bool mean = options.reduction == Reduction::mean && counted > 0;
                     return naive::Array{{}, {mean ? total / counted : total}};
                   }});
}

// The state after one step, for one row and unit. input_gate(part) and state_gate(part) are i and s of
// part 0 (r), 1 (z) or 2 (n).
template <class Input, class State>
double naive_gru(Input input_gate, State state_gate, double state) {
  const double r = 1 / (1 + std::exp(-input_gate(0) - state_gate(0)));
  const double z = 1 / (1 + std::exp(-input_gate(1) - state_gate(1)));
  const double n = std::tanh(input_gate(2) + r * state_gate(2));
  return (1 - z) * n + z * state;
}

void add_gru_step(std::vector<Case>& table, Index batch, Index hidden) {
  const Shape gates{batch, 3 * hidden};
  table.push_back({"gru_step",
                   [](const Inputs& x) { return gru_step(x[0], x[1], x[2]); },
                   {gates, gates, {batch, hidden}},
                   [hidden](const Arrays& x) {
                     return naive::build(x[2].shape, [&](const Position& p) {
                       const auto gate_of = [&](const naive::Array& gates_of_input) {
                         return [&](Index part) { return gates_of_input({p[0], part * hidden + p[1]}); };
                       };
                       return naive_gru(gate_of(x[0]), gate_of(x[1]), x[2](p));
                     });
                   }});
}

// Inputs: gates from the input (batch, time, 3 hidden), start, weight, bias.
void add_gru_sequence(std::vector<Case>& table, const char* name, Index batch, Index time, Index hidden,
                      const std::vector<Index>& lengths, bool reverse) {
  const auto run = [=](const Arrays& x) {
    naive::Array output = naive::build({batch, time, hidden}, [](const Position&) { return 0.0; });
    for (Index row = 0; row < batch; ++row) {
      std::vector<double> state;
      for (Index unit = 0; unit < hidden; ++unit) state.push_back(x[1]({row, unit}));
      for (Index step = 0; step < time; ++step) {
        const Index t = reverse ? time - 1 - step : step;
        if (!lengths.empty() && t >= lengths[static_cast<std::size_t>(row)]) continue;
        std::vector<double> next;
        for (Index unit = 0; unit < hidden; ++unit) {
          const auto from_input = [&](Index part) { return x[0]({row, t, part * hidden + unit}); };
          const auto from_state = [&](Index part) {
            const Index gate = part * hidden + unit;
            return x[3]({gate}) + naive::sum(hidden, [&](Index k) {
                     return x[2]({gate, k}) * state[static_cast<std::size_t>(k)];
                   });
          };
          next.push_back(naive_gru(from_input, from_state, state[static_cast<std::size_t>(unit)]));
          output.numbers[static_cast<std::size_t>((row * time + t) * hidden + unit)] = next.back();
        }
        state = next;
      }
    }
    return output;
  };
  table.push_back({text("gru_sequence", name),
                   [=](const Inputs& x) { return gru_sequence(x[0], x[1], x[2], x[3], lengths, reverse); },
                   {{batch, time, 3 * hidden}, {batch, hidden}, {3 * hidden, hidden}, {3 * hidden}},
                   run});
}

}  // namespace

void add_network_cases(std::vector<Case>& table) {
  add_softmax(table, "", {3, 4});
  add_softmax(table, "", {2, 3, 19});
  add_softmax(table, "", {1});
  add_softmax(table, " of nothing", {0, 3});
  add_softmax(table, ", scaled", {2, 3}, {}, 0.25);
  add_softmax(table, ", masked", {2, 3}, tensor({{1, 0, 1}, {1, 1, 0}}));
  add_softmax(table, ", a row fully masked", {3, 3}, tensor({{1, 0, 1}, {0, 0, 0}, {1, 1, 1}}), 2);
  add_softmax(table, ", everything masked", {2, 3}, zeros({3}));
  add_softmax(table, ", one mask for a batch", {2, 2, 3, 3}, tensor({{1, 0, 0}, {1, 1, 0}, {1, 1, 1}}));
  add_softmax(table, ", a mask for each sentence", {2, 2, 3}, tensor({{{1, 1, 0}}, {{1, 0, 0}}}));
  add_softmax(table, ", whole rows masked", {3, 2}, tensor({{1}, {0}, {1}}));

  for (const Shape& shape : {Shape{3, 5}, Shape{2, 3, 4}, Shape{6}, Shape{2, 1}, Shape{0, 4}, Shape{2, 35}})
    add_layer_norm(table, shape);
  add_layer_norm(table, {2, 5, 3}, 1);
  add_layer_norm(table, {4, 3}, 0);

  add_embedding(table, tokens(2, 3, {1, 4, 0, 4, 4, 2}), {5, 3});
  add_embedding(table, tokens(1, 1, {0}), {1, 1});
  add_embedding(table, tokens(0, 4, {}), {5, 3});
  // There is no case with padding: the gradient of the padding's row
  // is 0 on purpose, and so not the derivative.
  add_index_select(table, 0, {2, 0, 2}, {3, 4});
  add_index_select(table, 0, {1}, {2, 2, 3});
  add_index_select(table, 0, {1, 0, 1}, {2});
  add_index_select(table, 0, {}, {2, 3});
  add_index_select(table, 1, {3, 0, 3, 1}, {2, 4, 3});
  add_index_select(table, -1, {1, 2}, {2, 3});
  add_gather(table, 1, tokens(2, 3, {2, 0, 2, 1, 1, 0}), {2, 4});
  add_gather(table, 1, tokens(1, 2, {2, 1}), {3, 3});
  add_gather(table, 0, tokens(3, 2, {1, 0, 1, 3, 2, 2}), {4, 2});
  add_gather(table, 1, tokens(0, 3, {}), {0, 3});

  for (double p : {0.0, 0.3, 0.9}) {
    table.push_back({text("dropout ", p),
                     [p](const Inputs& x) {
                       Rng rng(5);
                       return dropout(x[0], p, rng);
                     },
                     {{4, 5}}});
  }

  const TokenMatrix targets = tokens(1, 3, {2, 0, 1});
  add_cross_entropy(table, "", {1, 3, 4}, targets, {});
  add_cross_entropy(table, "", {3, 21}, targets, {});
  add_cross_entropy(table, " of one word", {3, 1}, tokens(3, 1, {0, 0, 0}), {});
  add_cross_entropy(table, ", padding ignored", {3, 4}, targets, {.ignore = 0});
  add_cross_entropy(table, ", smoothed", {3, 4}, targets, {.smoothing = 0.1});
  add_cross_entropy(table, ", smoothed, padding ignored", {3, 4}, targets, {.ignore = 2, .smoothing = 0.3});
  add_cross_entropy(table, ", summed", {3, 4}, targets,
                    {.ignore = 1, .smoothing = 0.2, .reduction = Reduction::sum});
  add_cross_entropy(table, ", not reduced", {1, 3, 4}, targets, {.ignore = 0, .reduction = Reduction::none});
  const Tensor weights = tensor({0.5, 2, 3, 1.5});
  add_cross_entropy(table, ", weighted", {3, 4}, targets, {.class_weights = weights});
  add_cross_entropy(table, ", weighted, padding ignored", {3, 4}, targets,
                    {.ignore = 2, .class_weights = weights});
  add_cross_entropy(table, ", weighted, smoothed, summed", {3, 4}, targets,
                    {.smoothing = 0.3, .reduction = Reduction::sum, .class_weights = weights});
  add_cross_entropy(table, ", weighted, smoothed, not reduced", {3, 4}, targets,
                    {.smoothing = 0.3, .reduction = Reduction::none, .class_weights = weights});
  add_cross_entropy(table, ", classes on axis 1", {2, 4, 3}, tokens(2, 3, {2, 0, 3, 1, 1, 0}),
                    {.ignore = 1, .smoothing = 0.1, .class_weights = weights, .axis = 1});
  add_cross_entropy(table, ", classes on axis 0, not reduced", {4, 3}, targets,
                    {.reduction = Reduction::none, .axis = 0});
  add_cross_entropy(table, ", classes before two axes, not reduced", {4, 2, 3},
                    tokens(2, 3, {2, 0, 3, 1, 1, 0}), {.reduction = Reduction::none, .axis = 0});
  add_cross_entropy(table, ", nothing but padding", {2, 4}, tokens(2, 1, {3, 3}), {.ignore = 3});
  add_cross_entropy(table, " of nothing", {0, 4}, tokens(0, 1, {}), {});

  add_gru_step(table, 2, 3);
  add_gru_step(table, 1, 1);
  add_gru_step(table, 2, 17);
  add_gru_step(table, 0, 2);
  add_gru_sequence(table, "", 2, 3, 2, {}, false);
  add_gru_sequence(table, ", reverse", 2, 3, 2, {}, true);
  add_gru_sequence(table, ", padded", 3, 4, 2, {4, 2, 0}, false);
  add_gru_sequence(table, ", padded, reverse", 3, 4, 2, {1, 4, 3}, true);
  add_gru_sequence(table, " of one number", 1, 1, 1, {}, false);
  add_gru_sequence(table, " of no time", 2, 0, 2, {}, false);
  add_gru_sequence(table, " of nobody", 0, 2, 2, {}, true);
}

}  // namespace heed
