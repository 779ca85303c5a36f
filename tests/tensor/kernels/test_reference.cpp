// Three ways to compute one thing: the kernel, the reference of plain tensor expressions, and (in
// tests/cases and test_softmax.cpp, for kernels) scalar loops in double. Here the kernel and the
// reference are compared with each other, and both with scalar loops.
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/additive_kernel.h"
#include "tensor/kernels/attention_kernel.h"
#include "tensor/kernels/cross_entropy_kernel.h"
#include "tensor/kernels/gelu_kernel.h"
#include "tensor/kernels/gru_kernel.h"
#include "tensor/kernels/index_select_kernel.h"
#include "tensor/kernels/layer_norm_kernel.h"
#include "tensor/kernels/reference.h"
#include "tensor/views.h"
#include "tests/judge.h"
#include "tests/naive.h"
#include "tests/tensor/helpers.h"

#include <cmath>
#include <numbers>

using namespace heed;
using namespace heed::testing;
using naive::Position;

namespace {

// Whether every element is within `bound` of the array's.
bool close(const Tensor& x, const naive::Array& expected, double bound) {
  const std::string found = difference(x, expected.shape, expected.numbers, [=](double) { return bound; });
  UNSCOPED_INFO(found);
  return found.empty();
}

// sum_j e^(scale x_j) over the allowed positions of the last axis.
double total(const naive::Array& x, const naive::Array& allowed, double scale, const Position& p) {
  return naive::sum(x.shape.size(-1), [&](Index j) {
    const Position q = naive::with(p, -1, j);
    return allowed(q) == 0 ? 0 : std::exp(scale * x(q));
  });
}

// Scores below 3 in magnitude and rows of at most 300: a few hundred roundings of values below 3.
constexpr double rounding = 1000 * epsilon;

}  // namespace

TEST_CASE("softmax: kernel, reference and scalar loops agree", "[reference]") {
  Rng rng(1);
  const Tensor x = random_uniform({2, 4, 19}, rng, -3, 3);
  Tensor mask = whole_numbers({4, 19}, rng, 1);
  select(mask, 0, 2).fill(0);  // one row sees nothing
  const naive::Array x_array = naive::from(x), allowed = naive::from(mask);
  const naive::Array expected = naive::build(x.shape(), [&](const Position& p) {
    const double sum = total(x_array, allowed, 0.5, p);
    return allowed(p) == 0 || sum == 0 ? 0 : std::exp(0.5 * x_array(p)) / sum;
  });
  const SoftmaxOptions options{.mask = mask, .scale = 0.5};
  CHECK(close(softmax(x, options), expected, rounding));
  CHECK(close(reference::softmax(x, options), expected, rounding));

  for (const SoftmaxOptions& o :
       {SoftmaxOptions{.mask = mask}, SoftmaxOptions{.scale = -2}, SoftmaxOptions{.axis = 1}}) {
    CHECK(all_close(softmax(x, o), reference::softmax(x, o), 0, rounding));
    const Tensor hidden = equal(log_softmax(x, o), scalar(minus_infinity));
    CHECK(all_equal(hidden, equal(reference::log_softmax(x, o), scalar(minus_infinity))));
    CHECK(all_close(masked_fill(log_softmax(x, o), hidden, 0),
                    masked_fill(reference::log_softmax(x, o), hidden, 0), 0, rounding));
  }
}

TEST_CASE("dropout: kernel and reference drop the same elements", "[reference]") {
  Rng rng(2);
  const Tensor x = random_normal({5, 77}, rng);
  for (double p : {0.0, 0.3, 0.9}) {
    const DropoutMask mask{.probability = p, .key = rng.bits()};
    CHECK(all_close(kernel::dropout(x, mask), reference::dropout(x, mask), 2 * epsilon));
  }
}

TEST_CASE("attention: kernel, reference and scalar loops agree", "[reference]") {
  Rng rng(3);
  const Index keys = 280;  // more than a block
  const Tensor Q = random_uniform({2, 3, 4}, rng, -1, 1), K = random_uniform({2, keys, 4}, rng, -1, 1),
               V = random_uniform({2, keys, 5}, rng, -1, 1);
  Tensor mask = whole_numbers({3, keys}, rng, 1);
  select(mask, 0, 1).fill(0);
  const naive::Array q = naive::from(Q), k = naive::from(K), v = naive::from(V), allowed = naive::from(mask);
  const naive::Array expected = naive::build({2, 3, 5}, [&](const Position& p) {
    double sum = 0, weighted = 0;
    for (Index key = 0; key < keys; ++key) {
      if (allowed({p[1], key}) == 0) continue;
      const double score = naive::sum(4, [&](Index i) { return q({p[0], p[1], i}) * k({p[0], key, i}); });
      sum += std::exp(0.5 * score);
      weighted += std::exp(0.5 * score) * v({p[0], key, p[2]});
    }
    return sum == 0 ? 0 : weighted / sum;
  });
  CHECK(close(kernel::attention({Q, K, V, mask, 0.5}).O, expected, rounding));
  CHECK(close(reference::attention(Q, K, V, mask, 0.5), expected, rounding));
  const DropoutMask dropped{.probability = 0.4, .key = 5};
  CHECK(all_close(kernel::attention({Q, K, V, mask, 0.5, dropped}).O,
                  reference::attention(Q, K, V, mask, 0.5, dropped), 0, rounding));
}

TEST_CASE("additive_scores: kernel, reference and scalar loops agree", "[reference]") {
  Rng rng(4);
  const Tensor queries = random_normal({2, 3, 19}, rng), keys = random_normal({2, 5, 19}, rng),
               v = random_uniform({19}, rng, -1, 1);
  const naive::Array q = naive::from(queries), k = naive::from(keys), weights = naive::from(v);
  const naive::Array expected = naive::build({2, 3, 5}, [&](const Position& p) {
    return naive::sum(19, [&](Index j) {
      return weights({j}) * std::tanh(q({p[0], p[1], j}) + k({p[0], p[2], j}));
    });
  });
  CHECK(close(kernel::additive_scores(queries, keys, v), expected, rounding));
  CHECK(close(reference::additive_scores(queries, keys, v), expected, rounding));
}

TEST_CASE("gelu_slope: kernel, reference and scalar loops agree", "[reference]") {
  Rng rng(5);
  Tensor x = random_uniform({3, 41}, rng, -3, 3);
  select(x, 0, 0).fill(0);
  const Tensor dy = random_uniform({3, 41}, rng, -1, 1);
  const naive::Array x_array = naive::from(x), grad = naive::from(dy);
  const auto slope = [&](const Position& p) {
    const double z = x_array(p), phi = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
    return std::erfc(-z / std::sqrt(2.0)) / 2 + z * phi;
  };
  CHECK(close(reference::gelu_slope(x), naive::build(x.shape(), slope), rounding));
  CHECK(close(kernel::gelu_adjoint(x, dy),
              naive::build(x.shape(), [&](const Position& p) { return grad(p) * slope(p); }), rounding));
}

TEST_CASE("layer_norm: kernel, reference and scalar loops agree", "[reference]") {
  Rng rng(6);
  constexpr Index n = 37;
  constexpr double epsilon_of_variance = 0.3;
  const Tensor x = random_uniform({2, 3, n}, rng, -1, 3), gain = random_uniform({n}, rng, -1, 1),
               shift = random_uniform({n}, rng, -1, 1);
  const naive::Array x_array = naive::from(x), g = naive::from(gain), b = naive::from(shift);
  const naive::Array expected = naive::build(x.shape(), [&](const Position& p) {
    const auto element = [&](Index j) { return x_array(naive::with(p, -1, j)); };
    const double mean = naive::sum(n, element) / n;
    const auto square = [&](Index j) { return (element(j) - mean) * (element(j) - mean); };
    const double variance = naive::sum(n, square) / n;
    return (x_array(p) - mean) / std::sqrt(variance + epsilon_of_variance) * g({p[2]}) + b({p[2]});
  });
  CHECK(close(kernel::layer_norm(x, gain, shift, epsilon_of_variance).y, expected, rounding));
  CHECK(close(reference::layer_norm(x, gain, shift, epsilon_of_variance), expected, rounding));
}

TEST_CASE("cross_entropy: kernel, reference and scalar loops agree", "[reference]") {
  Rng rng(7);
  constexpr Index rows = 5, classes = 19;
  const Tensor logits = random_uniform({rows, classes}, rng, -3, 3);
  const Tensor weights = random_uniform({classes}, rng, 0, 2);
  const std::vector<Token> ids{3, 0, 18, -7, 3};
  const naive::Array x = naive::from(logits), w = naive::from(weights);
  for (const double smoothing : {0.0, 0.25}) {
    for (const bool weighted : {false, true}) {
      CAPTURE(smoothing, weighted);
      const kernel::Targets targets{ids, -7, static_cast<Scalar>(smoothing), weighted ? weights : Tensor()};
      const naive::Array expected = naive::build({rows}, [&](const Position& p) {
        const Token t = ids[static_cast<std::size_t>(p[0])];
        if (t == -7) return 0.0;
        const double total = naive::sum(classes, [&](Index c) { return std::exp(x({p[0], c})); });
        return naive::sum(classes, [&](Index c) {
          const double q = (c == t ? 1 - smoothing : 0) + smoothing / classes;
          return (weighted ? w({c}) : 1) * q * (std::log(total) - x({p[0], c}));
        });
      });
      CHECK(close(kernel::cross_entropy(logits, targets).loss, expected, rounding));
      CHECK(close(reference::cross_entropy(logits, targets), expected, rounding));
    }
  }
}

namespace {

// (1 - z) n + z h of one hidden unit, from the gates of the input and of the state.
double next_state(const double (&i)[3], const double (&s)[3], double h) {
  const auto sigmoid_of = [](double x) { return 1 / (1 + std::exp(-x)); };
  const double r = sigmoid_of(i[0] + s[0]), z = sigmoid_of(i[1] + s[1]);
  return (1 - z) * std::tanh(i[2] + r * s[2]) + z * h;
}

// All outputs of a GRU whose state has `hidden` units, row by row and step by step.
naive::Array gru_outputs(const Tensor& i, const Tensor& start, const Tensor& W_h, const Tensor& b_h,
                         const std::vector<Index>& lengths, bool reverse) {
  const naive::Array from_input = naive::from(i), W = naive::from(W_h), b = naive::from(b_h);
  const Index batch = i.size(0), time = i.size(1), hidden = start.size(1);
  naive::Array result = naive::build({batch, time, hidden}, [](const Position&) { return 0.0; });
  for (Index row = 0; row < batch; ++row) {
    std::vector<double> h = naive::from(select(start, 0, row)).numbers;
    const Index length = lengths.empty() ? time : lengths[static_cast<std::size_t>(row)];
    for (Index step = 0; step < length; ++step) {
      const Index t = reverse ? length - 1 - step : step;
      const std::vector<double> before = h;
      for (Index j = 0; j < hidden; ++j) {
        double gates[3], state_gates[3];
        for (Index part = 0; part < 3; ++part) {
          const Index unit = part * hidden + j;
          gates[part] = from_input({row, t, unit});
          state_gates[part] = b({unit}) + naive::sum(hidden, [&](Index k) {
                                return W({unit, k}) * before[static_cast<std::size_t>(k)];
                              });
        }
        double& unit_state = h[static_cast<std::size_t>(j)];
        unit_state = next_state(gates, state_gates, unit_state);
        result.numbers[static_cast<std::size_t>((row * time + t) * hidden + j)] = unit_state;
      }
    }
  }
  return result;
}

}  // namespace

TEST_CASE("gru_step: kernel, reference and scalar loops agree", "[reference]") {
  Rng rng(8);
  constexpr Index batch = 3, hidden = 19;
  const Tensor i = random_uniform({batch, 3 * hidden}, rng, -3, 3),
               s = random_uniform({batch, 3 * hidden}, rng, -3, 3),
               h = random_uniform({batch, hidden}, rng, -1, 1);
  const naive::Array i_array = naive::from(i), s_array = naive::from(s), h_array = naive::from(h);
  const naive::Array expected = naive::build({batch, hidden}, [&](const Position& p) {
    double gates[3], state_gates[3];
    for (Index part = 0; part < 3; ++part) {
      gates[part] = i_array({p[0], part * hidden + p[1]});
      state_gates[part] = s_array({p[0], part * hidden + p[1]});
    }
    return next_state(gates, state_gates, h_array(p));
  });
  CHECK(close(kernel::gru_step(i, s, h).h, expected, rounding));
  CHECK(close(reference::gru_step(i, s, h), expected, rounding));
}

// W_h is small enough that a step does not enlarge a difference of states, and so the roundings of the six
// steps add up.
TEST_CASE("gru_sequence: kernel, reference and scalar loops agree", "[reference]") {
  Rng rng(9);
  constexpr Index batch = 3, time = 6, hidden = 5;
  const Tensor i = random_uniform({batch, time, 3 * hidden}, rng, -2, 2),
               start = random_uniform({batch, hidden}, rng, -1, 1),
               W_h = random_uniform({3 * hidden, hidden}, rng, -0.2, 0.2),
               b_h = random_uniform({3 * hidden}, rng, -1, 1);
  for (const std::vector<Index>& lengths : {std::vector<Index>{}, std::vector<Index>{6, 2, 4}}) {
    for (const bool reverse : {false, true}) {
      CAPTURE(lengths.size(), reverse);
      const kernel::GruSteps steps{time, lengths, reverse};
      const naive::Array expected = gru_outputs(i, start, W_h, b_h, lengths, reverse);
      CHECK(close(kernel::gru_sequence(i, start, W_h, b_h, steps).output, expected, rounding));
      CHECK(close(reference::gru_sequence(i, start, W_h, b_h, steps), expected, rounding));
    }
  }
}

// Nothing is rounded: the elements are copied, or multiplied by 1 and added to zeros.
TEST_CASE("index_select and embedding: kernel, reference and scalar loops agree", "[reference]") {
  Rng rng(10);
  const Tensor x = random_normal({2, 4, 3}, rng);
  const naive::Array x_array = naive::from(x);
  const std::vector<Index> indices{1, 0, 1};
  for (int axis = 0; axis < 3; ++axis) {
    CAPTURE(axis);
    Shape shape = x.shape();
    shape[axis] = 3;
    const naive::Array expected = naive::build(shape, [&](const Position& p) {
      const auto at = static_cast<std::size_t>(p[static_cast<std::size_t>(axis)]);
      return x_array(naive::with(p, axis, indices[at]));
    });
    CHECK(close(kernel::index_select(x, axis, indices), expected, 0));
    CHECK(close(reference::index_select(x, axis, indices), expected, 0));
  }
  const Tensor table = random_normal({7, 5}, rng);
  const TokenMatrix tokens({{6, 0, 3}, {3, 3, 1}});
  const naive::Array rows = naive::from(table);
  const naive::Array expected = naive::build({2, 3, 5}, [&](const Position& p) {
    return rows({static_cast<Index>(tokens(p[0], p[1])), p[2]});
  });
  const std::vector<Index> ids(tokens.ids.begin(), tokens.ids.end());
  CHECK(close(reshape(kernel::index_select(table, 0, ids), {2, 3, 5}), expected, 0));
  CHECK(close(reference::embedding(table, tokens), expected, 0));
}
