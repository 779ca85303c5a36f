// Sparse, linear and low-rank attention against full attention and against their definitions.
#include "autograd/gradient_check.h"
#include "autograd/operations/attention.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/linear_attention.h"
#include "nn/attention/low_rank.h"
#include "nn/attention/sparse.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/work.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

#include <cmath>
#include <functional>
#include <limits>

using namespace heed;
using namespace heed::testing;

namespace {

struct Inputs {
  Inputs(Index time, Rng& rng)
      : Q(leaf(random_normal({2, time, 4}, rng))),
        K(leaf(random_normal({2, time, 4}, rng))),
        V(leaf(random_normal({2, time, 3}, rng))) {}
  Variable Q, K, V;
};

// The same sums in another order: rounding differs.
void check_close(const Tensor& a, const Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  CHECK(all_close(a, b, 1e-4, 1e-5));
}

void check_derivatives(const VariableFunction& f, const std::vector<Variable>& inputs, Rng& rng) {
  const GradientReport report = check_gradients(f, inputs, rng);
  INFO(report.text);
  CHECK(report.passed);
}

}  // namespace

TEST_CASE("local attention is attention under the local mask", "[efficient]") {
  Rng rng(1);
  for (const bool causal : {true, false}) {
    for (const Index time : {1, 2, 5, 8, 13}) {
      for (const Index window : {1, 2, 3, 8, 20}) {
        const Inputs x(time, rng);
        check_close(local_attention(x.Q, x.K, x.V, window, causal, 0.5).value(),
                    attention(x.Q, x.K, x.V, local_mask(time, window, causal), 0.5).value());
      }
    }
  }
}

TEST_CASE("strided attention is attention under the strided mask", "[efficient]") {
  Rng rng(2);
  for (const bool causal : {true, false}) {
    for (const Index time : {1, 2, 5, 8, 13}) {
      for (const Index stride : {1, 2, 3, 8, 20}) {
        const Inputs x(time, rng);
        check_close(strided_attention(x.Q, x.K, x.V, stride, causal, 0.5).value(),
                    attention(x.Q, x.K, x.V, strided_mask(time, stride, causal), 0.5).value());
      }
    }
  }
}

TEST_CASE("the masks of sparse attention, on paper", "[efficient]") {
  CHECK(local_mask(3, 2, true).to_doubles() == std::vector<double>{1, 0, 0, 1, 1, 0, 0, 1, 1});
  CHECK(local_mask(3, 2, false).to_doubles() == std::vector<double>{1, 1, 0, 1, 1, 1, 0, 1, 1});
  CHECK(strided_mask(3, 2, true).to_doubles() == std::vector<double>{1, 0, 0, 0, 1, 0, 1, 0, 1});
  CHECK(strided_mask(3, 2, false).to_doubles() == std::vector<double>{1, 0, 1, 0, 1, 0, 1, 0, 1});
}

TEST_CASE(
    "the work of local and linear attention grows with the length, that of full attention with its square",
    "[efficient]") {
  Rng rng(3);
  const auto work = [&](Index time, const auto& run) {
    const Inputs x(time, rng);
    const NoGrad guard;
    const Index before = multiply_adds();
    run(x);
    return multiply_adds() - before;
  };
  const auto local = [](const Inputs& x) { local_attention(x.Q, x.K, x.V, 8, true); };
  const auto linear = [](const Inputs& x) { linear_attention(x.Q, x.K, x.V, false); };
  const auto full = [](const Inputs& x) { attention(x.Q, x.K, x.V); };
  CHECK(work(64, local) == 2 * 64 * 16 * (4 + 3));  // batch · queries · 2 windows · (d_k + d_v)
  CHECK(work(128, local) == 2 * work(64, local));
  CHECK(work(128, linear) == 2 * work(64, linear));
  CHECK(work(128, full) == 4 * work(64, full));
}

TEST_CASE("linear attention is its definition", "[efficient]") {
  Rng rng(4);
  const auto feature = [](double x) { return x > 0 ? x + 1 : std::exp(x); };
  for (const bool causal : {true, false}) {
    for (const Index time : {1, 3, 32, 70}) {
      const Inputs x(time, rng);
      const Tensor y = linear_attention(x.Q, x.K, x.V, causal).value();
      Tensor right = zeros({2, time, 3});
      for (Index b = 0; b < 2; ++b) {
        for (Index i = 0; i < time; ++i) {
          double total = 0;
          std::vector<double> sums(3, 0);
          for (Index j = 0; j < (causal ? i + 1 : time); ++j) {
            double weight = 0;
            for (Index d = 0; d < 4; ++d)
              weight += feature(static_cast<double>(x.Q.value()(b, i, d))) *
                        feature(static_cast<double>(x.K.value()(b, j, d)));
            total += weight;
            for (Index d = 0; d < 3; ++d)
              sums[static_cast<std::size_t>(d)] += weight * static_cast<double>(x.V.value()(b, j, d));
          }
          for (Index d = 0; d < 3; ++d)
            right.at(b, i, d) = static_cast<Scalar>(sums[static_cast<std::size_t>(d)] / total);
        }
      }
      check_close(y, right);
    }
  }
}

TEST_CASE("linear attention step by step is causal linear attention", "[efficient]") {
  Rng rng(5);
  const Inputs x(40, rng);
  const Tensor whole = linear_attention(x.Q, x.K, x.V, true).value();
  LinearMemory memory;
  for (Index t = 0; t < 40; ++t) {
    const auto at = [&](const Variable& y) { return Variable(select(y.value(), 1, t).contiguous()); };
    check_close(linear_attention_step(at(x.Q), at(x.K), at(x.V), memory).value(),
                select(whole, 1, t).contiguous());
  }
}

TEST_CASE("low-rank attention is attention to mixtures", "[efficient]") {
  Rng rng(6);
  const LowRankAttention layer(9, 3, rng);
  const Inputs x(7, rng);
  const Tensor E = slice(layer.keys.value(), 1, 0, 7), F = slice(layer.values.value(), 1, 0, 7);
  check_close(layer(x.Q, x.K, x.V, 0.5).value(),
              attention(x.Q, matmul(E, x.K.value()), matmul(F, x.V.value()), {}, 0.5).value());
}

TEST_CASE("the gradients of sparse, linear and low-rank attention are the derivatives",
          "[efficient][gradients]") {
  Rng rng(7);
  const Inputs x(5, rng);
  const std::vector<Variable> inputs = {x.Q, x.K, x.V};
  for (const bool causal : {true, false}) {
    check_derivatives(
        [&](const std::vector<Variable>& in) { return local_attention(in[0], in[1], in[2], 2, causal, 0.5); },
        inputs, rng);
    check_derivatives(
        [&](const std::vector<Variable>& in) {
          return strided_attention(in[0], in[1], in[2], 2, causal, 0.5);
        },
        inputs, rng);
    check_derivatives(
        [&](const std::vector<Variable>& in) { return linear_attention(in[0], in[1], in[2], causal); },
        inputs, rng);
  }
  const LowRankAttention layer(6, 3, rng);
  check_derivatives([&](const std::vector<Variable>& in) { return layer(in[0], in[1], in[2], 0.5); },
                    {x.Q, x.K, x.V, layer.keys, layer.values}, rng);
}

TEST_CASE("a query that sees no key reads zeros, and hidden keys may be NaN", "[efficient]") {
  Rng rng(8);
  const Index time = 35;  // longer than a chunk of causal linear attention
  const Inputs x(time, rng);
  Tensor mask = ones({2, 1, time});  // hides a beginning, and a whole sequence
  slice(mask, 2, 0, 3).fill(0);
  select(mask, 0, 1).fill(0);
  Variable K = leaf(x.K.value().clone()), V = leaf(x.V.value().clone());
  for (const Variable& hidden : {K, V}) {
    slice(hidden.value(), 1, 0, 3).fill(std::nan(""));
    select(hidden.value(), 0, 1).fill(std::numeric_limits<double>::infinity());
  }
  const LowRankAttention layer(time, 3, rng);
  using Function = std::function<Variable(const Variable&, const Variable&)>;
  const std::vector<std::pair<std::string, Function>> kinds = {
      {"local", [&](auto& k, auto& v) { return local_attention(x.Q, k, v, 4, true, 1, mask); }},
      {"strided", [&](auto& k, auto& v) { return strided_attention(x.Q, k, v, 4, true, 1, mask); }},
      {"linear", [&](auto& k, auto& v) { return linear_attention(x.Q, k, v, false, mask); }},
      {"linear, causal", [&](auto& k, auto& v) { return linear_attention(x.Q, k, v, true, mask); }},
      {"low-rank", [&](auto& k, auto& v) { return layer(x.Q, k, v, 1, mask); }}};
  for (const auto& [name, function] : kinds) {
    INFO(name);
    const Variable clean = function(x.K, x.V), y = function(K, V);
    check_close(y.value(), clean.value());
    CHECK(all_equal(select(y.value(), 0, 1), zeros({time, 3})));  // nothing is seen
    for (Variable input : {x.Q, K, V}) input.zero_grad();
    sum(y).backward();
    for (const Variable& input : {x.Q, K, V}) CHECK(all_equal(input.grad() * 0, zeros(input.shape())));
  }
  CHECK(all_equal(linear_attention(x.Q, slice(x.K, 1, 0, 0), slice(x.V, 1, 0, 0), false).value(),
                  zeros({2, time, 3})));
}

TEST_CASE("an empty batch and an empty sequence are read", "[efficient]") {
  Rng rng(9);
  const LowRankAttention layer(9, 3, rng);
  for (const auto& [batch, time] : {std::pair<Index, Index>{0, 5}, {2, 0}, {0, 0}}) {
    const Variable Q = zeros({batch, time, 4}), V = zeros({batch, time, 3});
    for (const bool causal : {true, false}) {
      CHECK(local_attention(Q, Q, V, 2, causal).shape() == V.shape());
      CHECK(strided_attention(Q, Q, V, 2, causal).shape() == V.shape());
      CHECK(linear_attention(Q, Q, V, causal).shape() == V.shape());
    }
    CHECK(layer(Q, Q, V).shape() == V.shape());
  }
}
