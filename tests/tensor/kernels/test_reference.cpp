// Three ways to compute one thing: the kernel, the reference of plain tensor expressions, and (in
// tests/cases and test_softmax.cpp, for kernels) scalar loops in double. Here the kernel and the
// reference are compared with each other, and both with scalar loops.
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/additive_kernel.h"
#include "tensor/kernels/attention_kernel.h"
#include "tensor/kernels/reference.h"
#include "tensor/views.h"
#include "tests/naive.h"
#include "tests/tensor/helpers.h"

#include <cmath>

using namespace heed;
using namespace heed::testing;
using naive::Position;

namespace {

// Whether every element is within `bound` of the array's.
bool close(const Tensor& x, const naive::Array& expected, double bound) {
  if (!(x.shape() == expected.shape)) return false;
  const std::vector<Scalar> values = x.to_vector();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!(std::abs(static_cast<double>(values[i]) - expected.numbers[i]) <= bound)) return false;
  }
  return true;
}

// sum_j e^(scale x_j) over the allowed positions of the last axis.
double total(const naive::Array& x, const naive::Array& allowed, double scale, const Position& p) {
  return naive::sum(x.shape.size(-1), [&](Index j) {
    const Position q = naive::with(p, -1, j);
    return allowed(q) == 0 ? 0 : std::exp(scale * x(q));
  });
}

// Scores below 3 in size and rows of at most 300: a few hundred roundings of numbers below 3.
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
