// Properties of every layer: the table of layer_cases.h, row by row.
#include "autograd/gradient_check.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/scores.h"
#include "nn/layers.h"
#include "nn/recurrent/gru.h"
#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "tensor/elementwise.h"
#include "tensor/ground/threads.h"
#include "tensor/reduce.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/nn/layer_cases.h"

#include <cmath>
#include <limits>

using namespace heed;
using namespace heed::testing;

// Only the double build is precise enough to tell a right derivative from a wrong one.
#ifdef HEED_DOUBLE
TEST_CASE("every layer's gradients are the derivatives, of all inputs and all parameters", "[gradients]") {
  Rng rng(2);
  for (const LayerCase& layer : layer_cases(1)) {
    std::vector<Variable> all = layer.inputs;
    for (const Variable& p : layer.module->parameters()) all.push_back(p);
    const GradientReport report = check_gradients(layer.run, all, rng);
    INFO(layer.name << ": " << report.text);
    CHECK(report.passed);
    CHECK(report.compared >= layer.module->parameter_count());
  }
}
#endif

TEST_CASE("every layer computes the values of its plain reference", "[layers]") {
  for (const LayerCase& layer : layer_cases(1)) {
    Parameters parameters;
    for (const auto& [name, tensor] : layer.module->state_dict()) parameters[name] = tensor;
    std::vector<Tensor> inputs;
    for (const Variable& x : layer.inputs) inputs.push_back(x.value());
    REQUIRE(layer.reference);
    check_close(layer.name, layer.run(layer.inputs).value(), layer.reference(parameters, inputs));
  }
}

TEST_CASE("every parameter of every layer gets a gradient", "[layers]") {
  const Scalar rounding = 16 * std::numeric_limits<Scalar>::epsilon();
  Rng rng(3);
  for (const LayerCase& layer : layer_cases(1)) {
    layer.module->zero_grad();
    const Variable result = layer.run(layer.inputs);
    result.backward(random_normal(result.shape(), rng));
    for (const auto& [name, variable] : layer.module->named_parameters()) {
      INFO(layer.name << ": " << name);
      REQUIRE(variable.grad().defined());
      // A bias common to all keys adds the same to all scores of a query, which the softmax cancels.
      if (name.ends_with("attention.key.bias") || name == "key.bias") continue;
      CHECK(max(abs(reshape(variable.grad(), {-1})), 0).item() > rounding);
    }
  }
}

TEST_CASE("no layer has a parameter that its module does not list", "[layers]") {
  for (const LayerCase& layer : layer_cases(1)) {
    INFO(layer.name);
    // The inputs are detached, so every leaf in the graph must be a registered parameter.
    std::vector<Variable> constants;
    for (const Variable& x : layer.inputs) constants.push_back(x.detach());
    const Variable result = layer.run(constants);
    if (result.requires_grad()) CHECK(unregistered_parameters(result, *layer.module).empty());
  }
}

TEST_CASE("a state dictionary contains every value that a layer computes with", "[layers]") {
  const std::vector<LayerCase> first = layer_cases(1), second = layer_cases(2);
  for (std::size_t i = 0; i < first.size(); ++i) {
    const Tensor expected = first[i].run(first[i].inputs).value();
    if (first[i].module->parameter_count() > 0)
      CHECK_FALSE(all_close(second[i].run(first[i].inputs).value(), expected));
    second[i].module->load_state_dict(first[i].module->state_dict());
    check_same(first[i].name, second[i].run(first[i].inputs).value(), expected);
  }
}

TEST_CASE("a permutation of the batch permutes the result", "[layers]") {
  const std::vector<Index> order{2, 0, 1};
  const auto permuted = [&](const Tensor& x) {
    std::vector<Tensor> rows;
    for (Index row : order) rows.push_back(select(x, 0, row));
    return stack(rows, 0);
  };
  for (const LayerCase& layer : layer_cases(1)) {
    std::vector<Variable> inputs;
    for (const Variable& x : layer.inputs) inputs.push_back(permuted(x.value()));
    check_close(layer.name, layer.run(inputs).value(), permuted(layer.run(layer.inputs).value()));
  }
}

TEST_CASE("every layer accepts sizes of 1", "[layers]") {
  Rng rng(6);
  const Variable x = ones({1, 1, 1});
  const auto check = [&](const char* name, const Variable& y) {
    INFO(name);
    CHECK(y.shape() == Shape{1, 1, 1});
    CHECK(all_finite(y.value()));
  };
  check("linear", Linear(1, 1, rng)(x));
  check("embedding", Embedding(1, 1, rng)(TokenMatrix(1, 1)));
  check("layer norm", LayerNorm(1)(x));
  check("feed-forward", FeedForward(1, 1, 0, Nonlinearity::gelu, rng)(x));
  check("GRU", GRU(1, 1, rng, 1)(x).output);
  check("learned positions", Positions(PositionKind::learned, 1, 1, rng)(x));
  check("sinusoidal positions", Positions(PositionKind::sinusoidal, 1, 1, rng)(x));
  for (const ScoreRow& row : score_table())
    check(row.name.c_str(), (*make_attention(row.name, 1, 1, 1, rng))(x, x, x).output);
  check("multi-head attention", MultiheadAttention(1, 1, 0, rng)(x, x, x, {}));
  const TransformerOptions smallest{.size = 1, .heads = 1, .layers = 1, .feed_forward = 1, .dropout = 0};
  check("encoder", Encoder(smallest, rng)(x, {}));
  const Decoder decoder(smallest, rng);
  DecoderMemory memory = decoder.remember(x);
  check("decoder", decoder(x, memory, {}, {}));
}

TEST_CASE("one thread and four compute the same bits, forward and backward", "[layers]") {
  // Large enough that every loop is divided among threads.
  const int before = thread_count();
  Rng rng(4);
  Linear linear(70, 300, rng);
  LayerNorm norm(300);
  FeedForward block(300, 200, 0.3, Nonlinearity::gelu, rng);
  const Tensor x = random_normal({40, 20, 70}, rng), upstream = random_normal({40, 20, 300}, rng);
  const std::string dice = rng.save();
  std::vector<std::vector<Tensor>> results;
  for (int threads : {1, 4}) {
    set_thread_count(threads);
    rng.restore(dice);
    const Variable y = block(norm(linear(x)));
    results.push_back({y.value()});
    y.backward(upstream);
    for (Module* module : std::initializer_list<Module*>{&linear, &norm, &block}) {
      for (const Variable& p : module->parameters()) results.back().push_back(p.grad().clone());
      module->zero_grad();
    }
  }
  set_thread_count(before);
  for (std::size_t i = 0; i < results[0].size(); ++i)
    check_same("tensor " + std::to_string(i), results[0][i], results[1][i]);
}

TEST_CASE("dropout acts only in training, on about the given share", "[layers]") {
  Rng rng(5);
  Dropout dropout(0.25, rng);
  const Tensor x = ones({100, 100});
  const Tensor dropped = dropout(x).value();
  // 10000 draws of probability 1/4 have a standard deviation of 43.3; we allow six.
  const double zeros_seen = static_cast<double>(sum(equal(dropped, scalar(0))).item());
  CHECK(std::abs(zeros_seen - 2500) < 6 * 43.3);
  const Tensor kept = equal(dropped, scalar(1 / 0.75));
  CHECK(sum(kept).item() == static_cast<Scalar>(10000 - zeros_seen));
  CHECK_FALSE(all_equal(dropout(x).value(), dropped));  // each call drops different elements

  dropout.eval();
  const std::string dice = rng.save();
  CHECK(all_equal(dropout(x).value(), x));
  CHECK(rng.save() == dice);
}

TEST_CASE("the gradient of dropout passes where the value passed", "[layers]") {
  Rng rng(6);
  Dropout dropout(0.5, rng);
  const Variable x = leaf(ones({50}));
  const Variable y = dropout(x);
  y.backward(ones({50}));
  CHECK(all_equal(x.grad(), y.value()));
}

TEST_CASE("the padding of an embedding is zero and gets no gradient", "[layers]") {
  Rng rng(7);
  Embedding table(4, 3, rng, 0);
  const Variable vectors = table(token_rows({{2, 0, 0}}));
  CHECK(all_equal(slice(vectors.value(), 1, 1, 3), zeros({1, 2, 3})));
  vectors.backward(ones({1, 3, 3}));
  CHECK(all_equal(select(table.weight.grad(), 0, 0), zeros({3})));
  CHECK(all_equal(select(table.weight.grad(), 0, 2), ones({3})));
}

TEST_CASE("layers name the operation and the value that does not fit", "[layers]") {
  Rng rng(8);
  Embedding table(4, 3, rng, 0);
  CHECK(error_of([&] {
          table(token_rows({{1, 4}}));
        }) == "embedding: token 4 is outside the table of 4 words");
  CHECK(error_of([&] { Dropout(1, rng); }) ==
        "Dropout: the probability must be at least 0 and below 1, not 1");
}
