#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/watch/graph.h"
#include "nn/layers.h"
#include "nn/module.h"
#include "nn/optim/optimizer.h"
#include "tensor/elementwise.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

using namespace heed;
using namespace heed::testing;

namespace {

// A module with a parameter, a child, and several children of one kind.
class Small : public Module {
 public:
  explicit Small(Rng& rng)
      : start(*this, "start", random_normal({2}, rng)), first(*this, "first", 2, 3, rng) {
    rest.add(3, 3, rng);
    rest.add(3, 1, rng, false);
  }
  Variable operator()(const Variable& x) const { return rest.call(1, rest.call(0, tanh(first(x + start)))); }

  Parameter start;
  Child<Linear> first;
  Children<Linear> rest{*this, "rest"};
};

class Outer : public Module {
 public:
  explicit Outer(Rng& rng) : inner(*this, "inner", rng), dropout(*this, "dropout", 0.5, rng) {}
  Child<Small> inner;
  Child<Dropout> dropout;
};

// The mistake that Child prevents: a layer as a plain member.
class Forgetful : public Module {
 public:
  explicit Forgetful(Rng& rng) : known(*this, "known", 2, 3, rng), forgotten(3, 1, rng) {}
  Variable operator()(const Variable& x) const { return forgotten(known(x)); }
  Child<Linear> known;
  Linear forgotten;
};

std::vector<std::string> names_of(const Module& module) {
  std::vector<std::string> names;
  for (const auto& [name, variable] : module.named_parameters()) names.push_back(name);
  return names;
}

}  // namespace

TEST_CASE("a module lists its parameters by their dotted names, in order", "[module]") {
  Rng rng(1);
  Outer outer(rng);
  CHECK(names_of(outer) == std::vector<std::string>{"inner.start", "inner.first.weight", "inner.first.bias",
                                                    "inner.rest.0.weight", "inner.rest.0.bias",
                                                    "inner.rest.1.weight"});
  CHECK(outer.parameter_count() == 2 + (6 + 3) + (9 + 3) + 3);
  CHECK(outer.parameters().size() == 6);
  CHECK(outer.state_dict().at(2).first == "inner.first.bias");
  CHECK(outer.state_dict().at(2).second.shares_storage_with(outer.inner->first->bias->value()));
}

TEST_CASE("two members with the same name are rejected", "[module]") {
  Module owner, child;
  const Parameter weight(owner, "weight", zeros({2}));
  CHECK(error_of([&] { Parameter(owner, "weight", zeros({3})); }) ==
        "module: the name 'weight' is taken; each parameter and child needs its own name");
  CHECK(error_of([&] { owner.adopt("weight", child); }).find("the name 'weight' is taken") !=
        std::string::npos);
}

TEST_CASE("train() and eval() set the mode of every submodule", "[module]") {
  Rng rng(1);
  Outer outer(rng);
  const auto all = [&] {
    return std::vector<bool>{outer.is_training(), outer.inner->is_training(),
                             outer.inner->first->is_training(), outer.inner->rest[1].is_training(),
                             outer.dropout->is_training()};
  };
  CHECK(all() == std::vector<bool>(5, true));
  outer.eval();
  CHECK(all() == std::vector<bool>(5, false));
  outer.train();
  CHECK(all() == std::vector<bool>(5, true));
}

TEST_CASE("zero_grad clears every gradient", "[module]") {
  Rng rng(1);
  Small module(rng);
  sum(module(ones({4, 2}))).backward();
  for (const Variable& p : module.parameters()) CHECK(p.grad().defined());
  module.zero_grad();
  for (const Variable& p : module.parameters())
    CHECK((!p.grad().defined() || all_equal(p.grad(), zeros(p.shape()))));
}

TEST_CASE("a state dictionary is loaded by name, in any order, as a copy", "[module]") {
  Rng rng(1);
  Small from(rng), to(rng);
  const Tensor x = random_normal({4, 2}, rng);
  auto state = from.state_dict();
  std::reverse(state.begin(), state.end());
  to.load_state_dict(state);
  check_same("result", to(x).value(), from(x).value());
  from.start.value().fill(7);
  CHECK_FALSE(all_equal(to(x).value(), from(x).value()));
}

TEST_CASE("a state dictionary that does not fit is not loaded at all, and the error lists each problem",
          "[module]") {
  Rng rng(1);
  Small module(rng);
  std::vector<std::pair<std::string, Tensor>> state{
      {"start", ones({2})},       {"first.weight", ones({3, 3})},  {"rest.0.weight", ones({3, 3})},
      {"rest.0.bias", ones({3})}, {"rest.1.weight", ones({1, 3})}, {"rest.1.bias", ones({1})}};
  std::vector<Tensor> before;
  for (const auto& [name, tensor] : module.state_dict()) before.push_back(tensor.clone());
  CHECK(error_of([&] { module.load_state_dict(state); }) ==
        "load_state_dict: the state does not match this model, and nothing was changed:\n"
        "  'first.weight' has shape (3, 3), this model needs (3, 2)\n"
        "  'first.bias' (3,) is missing\n"
        "  'rest.1.bias' (1,) is not in this model");
  for (std::size_t i = 0; i < before.size(); ++i)
    check_same(module.state_dict()[i].first, module.state_dict()[i].second, before[i]);
}

TEST_CASE("of many problems of a state dictionary the first are listed, and the others counted", "[module]") {
  Rng rng(1);
  Small module(rng);
  std::vector<std::pair<std::string, Tensor>> state = module.state_dict();
  for (int i = 0; i < 5000; ++i)
    state.emplace_back("more." + std::to_string(i) + std::string(5000, 'x'), ones({1}));
  const std::string error = error_of([&] { module.load_state_dict(state); });
  CHECK(error.size() < 2000);
  CHECK_THAT(error, Catch::Contains("\n  'more.0xxx"));
  CHECK_THAT(error, Catch::EndsWith("\n  and 4992 more"));
}

TEST_CASE("a module prints as a tree", "[module]") {
  Rng rng(1);
  CHECK(Outer(rng).to_string() ==
        "module: 26 parameters\n"
        "  inner: 26 parameters\n"
        "    start (2,)\n"
        "    first: 9 parameters\n"
        "      weight (3, 2)\n"
        "      bias (3,)\n"
        "    rest.0: 12 parameters\n"
        "      weight (3, 3)\n"
        "      bias (3,)\n"
        "    rest.1: 3 parameters\n"
        "      weight (1, 3)\n"
        "  dropout: 0 parameters\n");
}

TEST_CASE("a layer that is a plain member is found", "[module]") {
  Rng rng(1);
  const Tensor x = ones({4, 2});
  Small good(rng);
  CHECK(unregistered_parameters(good(x), good).empty());
  Forgetful bad(rng);
  std::vector<std::string> shapes;
  for (const Shape& shape : unregistered_parameters(bad(x), bad)) shapes.push_back(shape.to_string());
  std::sort(shapes.begin(), shapes.end());
  CHECK(shapes == std::vector<std::string>{"(1, 3)", "(1,)"});
}

TEST_CASE("an error names the module that was running", "[module]") {
  Rng rng(1);
  Small module(rng);
  const std::string wrong = error_of([&] { module.first(ones({4, 5})); });
  INFO(wrong);
  CHECK(wrong.starts_with("first: linear: "));
  CHECK(Scope::path().empty());  // the error has left the scope
  CHECK(error_of([&] { module.rest.call(0, ones({4, 5})); }).starts_with("rest.0: linear: "));
}

TEST_CASE("a sequence runs its layers in order, each in the scope of its name", "[module]") {
  Rng rng(1);
  Sequential sequence;
  Linear& first = sequence.add<Linear>(2, 3, rng);
  sequence.add([](const Variable& x) { return tanh(x); });
  Linear& second = sequence.add<Linear>(3, 1, rng);
  CHECK(names_of(sequence) ==
        std::vector<std::string>{"layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"});
  const Tensor x = random_normal({4, 2}, rng);
  check_same("result", sequence(x).value(), second(tanh(first(x))).value());
  CHECK(error_of([&] { sequence(ones({4, 5})); }).starts_with("layers.0: linear: "));
}

namespace {

// A model with one layer under two names, as tied embeddings are.
struct Tied : Module {
  Rng rng{1};
  Linear shared{2, 3, rng}, alone{3, 2, rng};
  Tied() {
    adopt("source", shared);
    adopt("between", alone);
    adopt("target", shared);
  }
};

}  // namespace

TEST_CASE("a shared parameter is listed, counted and saved once, and loads by each of its names",
          "[module]") {
  Tied model;
  std::vector<std::string> names;
  for (const auto& [name, variable] : model.named_parameters()) names.push_back(name);
  CHECK(names == std::vector<std::string>{"source.weight", "source.bias", "between.weight", "between.bias"});
  CHECK(model.parameter_count() == 2 * 3 + 3 + 3 * 2 + 2);
  CHECK(model.shared_names() == std::vector<std::pair<std::string, std::string>>{
                                    {"target.weight", "source.weight"}, {"target.bias", "source.bias"}});
  CHECK_THAT(model.to_string(), Catch::Contains("  target: the same module as source\n"));

  std::vector<std::pair<std::string, Tensor>> state;
  for (const auto& [name, tensor] : model.state_dict()) state.emplace_back(name, full(tensor.shape(), 5));
  CHECK(state.size() == 4);
  state[0].first = "target.weight";  // by its other name
  model.load_state_dict(state);
  CHECK(all_equal(model.shared.weight.value(), full({3, 2}, 5)));
  state.emplace_back("source.weight", full({3, 2}, 5));  // by both, as PyTorch saves it
  model.load_state_dict(state);
  state.back().second = full({3, 2}, 6);
  CHECK_THROWS_WITH(
      model.load_state_dict(state),
      Catch::Contains("'target.weight' and 'source.weight' are one parameter of this model, but differ"));
  state.back() = {"between.bias", full({2}, 5)};
  CHECK_THROWS_WITH(model.load_state_dict(state), Catch::Contains("'between.bias' is in the state twice"));
}

namespace {

// Tied weights deeper in a model: the output layer is the embedding's table.
struct Output : Module {
  explicit Output(const Parameter& table) : weight(*this, "weight", table), norm(*this, "norm", 3) {}
  Variable operator()(const Variable& x) const { return matmul(norm(x), transpose(weight)); }
  Parameter weight;
  Child<LayerNorm> norm;
};
struct Language : Module {
  explicit Language(Rng& rng) : words(*this, "words", 4, 3, rng), output(*this, "output", words->weight) {
    adopt("last_norm", *output->norm);
  }
  Variable operator()(const TokenMatrix& tokens) const { return output(words(tokens)); }
  Child<Embedding> words;
  Child<Output> output;
};

}  // namespace

TEST_CASE("tied weights are one parameter with one gradient, in lists, files, steps and pictures",
          "[module]") {
  Rng rng(1);
  Language model(rng);
  CHECK(names_of(model) ==
        std::vector<std::string>{"words.weight", "output.norm.weight", "output.norm.bias"});
  CHECK(model.parameter_count() == 4 * 3 + 3 + 3);
  CHECK(model.shared_names() ==
        std::vector<std::pair<std::string, std::string>>{{"output.weight", "words.weight"},
                                                         {"last_norm.weight", "output.norm.weight"},
                                                         {"last_norm.bias", "output.norm.bias"}});
  CHECK(model.to_string() ==
        "module: 18 parameters\n"
        "  words: 12 parameters\n"
        "    weight (4, 3)\n"
        "  output: 18 parameters\n"
        "    weight (4, 3), the same as words.weight\n"
        "    norm: 6 parameters\n"
        "      weight (3,)\n"
        "      bias (3,)\n"
        "  last_norm: the same module as output.norm\n");

  const TokenMatrix tokens = token_rows({{0, 1, 3}});
  const Variable loss = sum(model(tokens));
  CHECK(unregistered_parameters(loss, model).empty());
  const Graph graph(loss, model.named_parameters());
  std::vector<std::string> leaves;
  for (const Graph::Operation& at : graph.operations()) {
    if (at.operation == "leaf") leaves.push_back(at.name);
  }
  CHECK(leaves ==
        std::vector<std::string>{"words.weight", "weight", "bias"});  // words.weight: used by two modules

  loss.backward();
  CHECK(all_equal(model.words->weight.grad(), model.output->weight.grad()));
  const Tensor expected = model.words->weight.value() - 0.5 * model.words->weight.grad();
  SGD(model.parameters(), 0.5).step();
  CHECK(all_close(model.output->weight.value(), expected, 1e-6));
  model.zero_grad();
  CHECK(!model.output->weight.grad().defined());

  Language other(rng);
  other.load_state_dict(model.state_dict());
  check_same("output", other.output->weight.value(), model.words->weight.value());
}

TEST_CASE("a second name of a shared parameter must be new to its owner, too", "[module]") {
  Module owner;
  const Parameter weight(owner, "weight", ones({2}));
  CHECK(error_of([&] { Parameter(owner, "weight", weight); }).find("'weight' is taken") != std::string::npos);
  const Parameter again(owner, "again", weight);
  CHECK(owner.parameters().size() == 1);
  CHECK(owner.shared_names().size() == 1);
}
