// What networks are made of: softmax, layer normalisation, table look-up, dropout, the loss, a GRU's step.
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

// e^(scale x_i) / sum_j e^(scale x_j) over the open positions; 0 where hidden.
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

void add_layer_norm(std::vector<Case>& table, const Shape& shape) {
  const Index n = shape.size(-1);
  table.push_back({"layer_norm",
                   [](const Inputs& x) { return layer_norm(x[0], x[1], x[2], 1e-3); },
                   {shape, {n}, {n}},
                   [n](const Arrays& x) {
                     return naive::build(x[0].shape, [&](const Position& p) {
                       const auto along = [&](Index i) { return x[0](naive::with(p, -1, i)); };
                       const double count = static_cast<double>(n), mean = naive::sum(n, along) / count;
                       const auto square = [&](Index i) { return (along(i) - mean) * (along(i) - mean); };
                       const double variance = naive::sum(n, square) / count;
                       return (x[0](p) - mean) / std::sqrt(variance + 1e-3) * x[1](p) + x[2](p);
                     });
                   }});
}

void add_take_rows(std::vector<Case>& table, const std::vector<Index>& rows, const Shape& shape) {
  table.push_back({"take_rows",
                   [rows](const Inputs& x) { return take_rows(x[0], rows); },
                   {shape},
                   [rows](const Arrays& x) {
                     Shape result = x[0].shape;
                     result[0] = static_cast<Index>(rows.size());
                     return naive::build(result, [&](const Position& p) {
                       return x[0](naive::with(p, 0, rows[static_cast<std::size_t>(p[0])]));
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
  const auto loss_of = [=](const naive::Array& x) {
    const Index words = shape.size(-1);
    double total = 0, counted = 0;
    for (std::size_t row = 0; row < targets.ids.size(); ++row) {
      if (targets.ids[row] == options.ignore) continue;
      const double* const logits = x.numbers.data() + row * static_cast<std::size_t>(words);
      const double all = naive::sum(words, [&](Index w) { return std::exp(logits[w]); });
      total += naive::sum(words, [&](Index w) {
        const double q = (w == targets.ids[row] ? 1 - options.smoothing : 0) +
                         options.smoothing / static_cast<double>(words);
        return -q * std::log(std::exp(logits[w]) / all);
      });
      ++counted;
    }
    return options.average && counted > 0 ? total / counted : total;
  };
  table.push_back({text("cross_entropy", name),
                   [=](const Inputs& x) { return cross_entropy(x[0], targets, options); },
                   {shape},
                   [=](const Arrays& x) {
                     return naive::Array{{}, {loss_of(x[0])}};
                   }});
}

// The state after one step, for one row and unit; input_gate(part) and state_gate(part) are i and h of r, z,
// n.
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

  add_embedding(table, tokens(2, 3, {1, 4, 0, 4, 4, 2}), {5, 3});
  add_embedding(table, tokens(1, 1, {0}), {1, 1});
  add_embedding(table, tokens(0, 4, {}), {5, 3});
  // The gradient of the padding's row is held back on purpose: a constant, as far as learning goes.
  add_take_rows(table, {2, 0, 2}, {3, 4});
  add_take_rows(table, {1}, {2, 2, 3});
  add_take_rows(table, {1, 0, 1}, {2});
  add_take_rows(table, {}, {2, 3});
  const auto pick = [&](const std::vector<Index>& positions, const Shape& shape) {
    table.push_back({"gather",
                     [positions](const Inputs& x) { return gather(x[0], positions); },
                     {shape},
                     [positions](const Arrays& x) {
                       std::size_t row = 0;
                       const Shape result = x[0].shape.erase(x[0].shape.rank() - 1);
                       return naive::build(result, [&](Position p) {
                         p.push_back(positions[row++]);
                         return x[0](p);
                       });
                     }});
  };
  pick({2, 0}, {2, 3});
  pick({1, 0, 1, 1}, {2, 2, 2});
  pick({1}, {3});
  pick({}, {0, 3});

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
  add_cross_entropy(table, ", summed", {3, 4}, targets, {.ignore = 1, .smoothing = 0.2, .average = false});
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
