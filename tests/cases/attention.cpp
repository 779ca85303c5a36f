// Attention as fused operations. They work in blocks, so some cases have more keys than a block.
#include "autograd/operations/attention.h"

#include "autograd/operations/additive_scores.h"
#include "tensor/creation.h"
#include "tensor/views.h"
#include "tests/cases.h"

#include <cmath>

namespace heed {
namespace {

using Inputs = std::vector<Variable>;
using Arrays = std::vector<naive::Array>;
using naive::Position;

// softmax(scale Q Kᵀ) V over the keys that the mask allows; zeros for a query without an allowed key.
auto naive_attention(const Tensor& mask, double scale) {
  return [mask, scale](const Arrays& x) {
    const naive::Array &Q = x[0], &K = x[1], &V = x[2], allowed = naive::from(mask);
    const Index keys = K.shape.size(-2);
    Shape result = Q.shape;
    result[result.rank() - 1] = V.shape.size(-1);
    return naive::build(result, [&](const Position& p) {
      double total = 0, weighted = 0;
      for (Index key = 0; key < keys; ++key) {
        const Position place = naive::with(p, -1, key);  // (..., query, key)
        if (allowed(place) == 0) continue;
        const double product = naive::sum(Q.shape.size(-1), [&](Index i) {
          return Q(naive::with(p, -1, i)) * K(naive::with(naive::with(p, -2, key), -1, i));
        });
        const double weight = std::exp(scale * product);
        total += weight;
        weighted += weight * V(naive::with(p, -2, key));
      }
      return total > 0 ? weighted / total : 0;
    });
  };
}

void add_attention(std::vector<Case>& table, const char* name, const std::vector<Shape>& shapes,
                   const Tensor& mask = {}, double scale = 1) {
  table.push_back({std::string("attention") + name,
                   [=](const Inputs& x) { return attention(x[0], x[1], x[2], mask, scale); }, shapes,
                   naive_attention(mask.defined() ? mask : scalar(1), scale)});
}

void add_additive_scores(std::vector<Case>& table, const Shape& queries, const Shape& keys) {
  table.push_back({"additive_scores",
                   [](const Inputs& x) { return additive_scores(x[0], x[1], x[2]); },
                   {queries, keys, {queries.size(-1)}},
                   [=](const Arrays& x) {
                     return naive::build({queries[0], queries[1], keys[1]}, [&](const Position& p) {
                       return naive::sum(queries[2], [&](Index j) {
                         return x[2]({j}) * std::tanh(x[0]({p[0], p[1], j}) + x[1]({p[0], p[2], j}));
                       });
                     });
                   }});
}

}  // namespace

void add_attention_cases(std::vector<Case>& table) {
  add_attention(table, "", {{2, 3}, {4, 3}, {4, 2}});
  add_attention(table, " of batches and heads", {{2, 2, 3, 2}, {2, 2, 4, 2}, {2, 2, 4, 3}}, {}, 0.5);
  add_attention(table, ", causal", {{2, 3, 2}, {2, 3, 2}, {2, 3, 2}},
                tensor({{1, 0, 0}, {1, 1, 0}, {1, 1, 1}}));
  add_attention(table, ", padded", {{2, 2, 2}, {2, 3, 2}, {2, 3, 2}}, tensor({{{1, 1, 0}}, {{1, 0, 0}}}));
  add_attention(table, ", a query may look nowhere", {{3, 2}, {2, 2}, {2, 2}},
                tensor({{1, 0}, {0, 0}, {1, 1}}));
  add_attention(table, ", scaled by 0", {{2, 3}, {5, 3}, {5, 2}}, {}, 0);
  add_attention(table, ", scaled by a negative number", {{2, 3}, {5, 3}, {5, 2}}, {}, -0.5);
  add_attention(table, " of one key", {{1, 1}, {1, 1}, {1, 1}});
  add_attention(table, " of no queries", {{0, 2}, {3, 2}, {3, 2}});
  add_attention(table, ", many queries", {{67, 2}, {3, 2}, {3, 2}});
  // The first query may not attend to the first block of keys, and the other queries to few of them:
  // the maximum score comes in a later block.
  const Index keys = 280, block = 256;
  Tensor late = ones({4, keys});
  slice(late, 1, 2, block).fill(0);
  slice(select(late, 0, 0), 0, 0, block).fill(0);
  add_attention(table, ", many keys", {{2, 1}, {keys, 1}, {keys, 1}});
  add_attention(table, ", many keys, most of the first hidden", {{4, 1}, {keys, 1}, {keys, 1}}, late);
  table.push_back({"attention, weights dropped",
                   [](const Inputs& x) {
                     return attention(x[0], x[1], x[2], {}, 1, {.probability = 0.4, .key = 0x123456789});
                   },
                   {{2, 3, 2}, {2, 4, 2}, {2, 4, 3}}});

  add_additive_scores(table, {2, 3, 4}, {2, 2, 4});
  add_additive_scores(table, {1, 1, 1}, {1, 1, 1});
  add_additive_scores(table, {2, 2, 19}, {2, 3, 19});
  add_additive_scores(table, {0, 2, 3}, {0, 2, 3});
  add_additive_scores(table, {2, 0, 3}, {2, 2, 3});
}

}  // namespace heed
