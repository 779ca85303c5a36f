#include "autograd/operations/arithmetic.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "nn/optim/optimizer.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/threads.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/golden.h"
#include "tests/nn/helpers.h"

#include <cmath>
#include <limits>
#include <memory>

using namespace heed;
using namespace heed::testing;

namespace {

using Made = std::unique_ptr<Optimizer>;
using Maker = std::function<Made(std::vector<Variable>)>;

// The optimisers of make_golden.py, under its names.
const std::vector<std::pair<std::string, Maker>>& makers() {
  static const std::vector<std::pair<std::string, Maker>> all{
      {"sgd", [](auto p) { return std::make_unique<SGD>(std::move(p), 0.1); }},
      {"sgd_momentum", [](auto p) { return std::make_unique<SGD>(std::move(p), 0.1, 0.9); }},
      {"adam", [](auto p) { return std::make_unique<Adam>(std::move(p), 0.1); }},
      {"adam_options",
       [](auto p) {
         return std::make_unique<Adam>(std::move(p), 0.1,
                                       AdamOptions{.beta1 = 0.8, .beta2 = 0.98, .epsilon = 1e-3});
       }},
      {"adamw",
       [](auto p) { return std::make_unique<Adam>(std::move(p), 0.1, AdamOptions{.weight_decay = 0.2}); }}};
  return all;
}

std::vector<Variable> start() {
  const Golden shared("optim", "shared");
  return {leaf(shared.constant("start.0").clone()), leaf(shared.constant("start.1").clone())};
}

void set_gradients(std::vector<Variable>& parameters, Index step) {
  const Golden shared("optim", "shared");
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Tensor all = shared.constant("gradients." + std::to_string(i));
    parameters[i].set_grad(select(all, 0, step).clone());
  }
}

}  // namespace

TEST_CASE("golden: the paths of SGD, momentum, Adam and AdamW", "[optim]") {
  for (const auto& [name, make] : makers()) {
    const Golden golden("optim", name);
    std::vector<Variable> parameters = start();
    const Made optimizer = make(parameters);
    for (Index step = 0; step < 7; ++step) {
      if (step == 3) optimizer->set_learning_rate(0.03);
      set_gradients(parameters, step);
      optimizer->step();
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Tensor path = golden.constant("path." + std::to_string(i));
        check_close(name + " after step " + std::to_string(step), parameters[i].value(),
                    select(path, 0, step));
      }
    }
  }
}

TEST_CASE("golden: gradients are clipped by their common norm", "[optim]") {
  for (const char* const name : {"clip", "clip_not_needed"}) {
    const Golden golden("optim", name);
    std::vector<Variable> parameters = start();
    set_gradients(parameters, 0);
    const double length = clip_gradient_norm(parameters, golden.number("longest"));
    check_close("length", scalar(length), golden.constant("length"));
    // PyTorch divides by the norm + 1e-6 when it clips.
    const double correction = std::string(name) == "clip" ? (length + 1e-6) / length : 1;
    for (std::size_t i = 0; i < parameters.size(); ++i)
      check_close(name, parameters[i].grad(), golden.constant("clipped." + std::to_string(i)) * correction);
  }
}

TEST_CASE("clipping: the parameters may be a temporary", "[optim]") {
  Variable x = leaf(zeros({2}));
  x.set_grad(tensor({3, 4}));
  CHECK(clip_gradient_norm(std::vector<Variable>{x}, 1) == 5);
  CHECK(x.grad()(0) == Approx(0.6));
  CHECK(x.grad()(1) == Approx(0.8));
}

TEST_CASE("clipping: the norm of a large gradient loses no precision, and a parameter may have no gradient",
          "[optim]") {
  std::vector<Variable> parameters{leaf(zeros({3})), leaf(zeros({1000, 300}))};
  parameters[1].set_grad(full({1000, 300}, 0.1));
  std::vector<double> each;
  const double length = clip_gradient_norm(parameters, 1, &each);
  CHECK(each == std::vector<double>{0, length});
  std::vector<Variable> two{leaf(zeros({1})), leaf(zeros({1}))};
  two[0].set_grad(full({1}, 3));
  two[1].set_grad(full({1}, 4));
  CHECK(clip_gradient_norm(two, 10, &each) == 5);
  CHECK(each == std::vector<double>{3, 4});
  // 300000 squares of 0.1, in double: 37 sums of 8192, each by 16 sums of 512 side by side.
  const double exact = static_cast<double>(Scalar(0.1)) * std::sqrt(300000.0), roundings = 600 * 0x1p-52;
  CHECK(std::abs(length - exact) <= exact * roundings);
  CHECK_FALSE(parameters[0].grad().defined());
  // Both the factor and each product are rounded.
  CHECK(std::abs(clip_gradient_norm(parameters, 1) - 1) <=
        static_cast<double>(std::numeric_limits<Scalar>::epsilon()) + roundings);
  for (const double size : {1e-30, 1e30}) {  // whose squares are no floats
    two[0].set_grad(full({1}, 3 * size));
    two[1].set_grad(full({1}, 4 * size));
    CHECK(clip_gradient_norm(two, size) == Approx(5 * size));
    CHECK(two[1].grad().item() == Approx(0.8 * size));
  }
}

TEST_CASE("optimisers and clipping accept a gradient of any layout", "[optim]") {
  // A gradient may be transposed, or one value repeated.
  std::vector<Variable> kept{leaf(zeros({2, 3}))};
  kept[0].set_grad(transpose(tensor({{1, 2}, {3, 4}, {5, 6}})));
  SGD(kept, 1).step();
  CHECK(kept[0].value().to_vector() == std::vector<Scalar>{-1, -3, -5, -2, -4, -6});
  kept[0].set_grad(expand(tensor({{1}}), {2, 3}));
  CHECK(clip_gradient_norm(kept, 1) == Approx(std::sqrt(6.0)));
  CHECK(kept[0].grad()(1, 2) == Approx(1 / std::sqrt(6.0)));
}

TEST_CASE("an optimiser that is stopped and continued takes the same path, bit for bit", "[optim]") {
  for (const auto& [name, make] : makers()) {
    std::vector<Variable> parameters = start();
    Made optimizer = make(parameters);
    std::vector<std::pair<std::string, Tensor>> state;
    std::vector<Variable> copies;
    for (Index step = 0; step < 6; ++step) {
      set_gradients(parameters, step);
      optimizer->step();
      if (step != 2) continue;
      for (const auto& [key, tensor] : optimizer->state()) state.emplace_back(key, tensor.clone());
      for (const Variable& p : parameters) copies.push_back(leaf(p.value().clone()));
    }
    const Made continued = make(copies);
    continued->load_state(state);
    for (Index step = 3; step < 6; ++step) {
      set_gradients(copies, step);
      continued->step();
    }
    for (std::size_t i = 0; i < copies.size(); ++i)
      check_same(name, copies[i].value(), parameters[i].value());
  }
}

TEST_CASE("an optimiser does not change a parameter without a gradient", "[optim]") {
  for (const auto& [name, make] : makers()) {
    std::vector<Variable> parameters = start();
    const Tensor first = parameters[0].value().clone(), second = parameters[1].value().clone();
    const Made optimizer = make(parameters);
    set_gradients(parameters, 0);
    parameters[1].zero_grad();
    optimizer->step();
    CHECK_FALSE(all_close(parameters[0].value(), first));
    check_same(name, parameters[1].value(), second);
    optimizer->zero_grad();
    CHECK_FALSE(parameters[0].grad().defined());
  }
}

TEST_CASE("an optimiser steps a strided view like any other parameter, and does not change its neighbours",
          "[optim]") {
  for (const auto& [name, make] : makers()) {
    Rng rng(1);
    const Tensor numbers = random_normal({5, 3}, rng), gradient = random_normal({5, 2}, rng);
    const Tensor storage = numbers.clone(), window = slice(storage, 1, 0, 2);  // two of its three columns
    std::vector<Variable> plain{leaf(window.clone())}, view{leaf(window)},
        gradient_is_view{leaf(window.clone())};
    const Made first = make(plain), second = make(view), third = make(gradient_is_view);
    for (int step = 0; step < 2; ++step) {
      plain[0].set_grad(gradient.clone());
      view[0].set_grad(gradient.clone());
      gradient_is_view[0].set_grad(transpose(transpose(gradient).clone()));
      for (const Made* optimizer : {&first, &second, &third}) (*optimizer)->step();
    }
    check_same(name, view[0].value(), plain[0].value());
    check_same(name, gradient_is_view[0].value(), plain[0].value());
    CHECK(view[0].value().shares_storage_with(storage));
    check_same(name, select(storage, 1, 2), select(numbers, 1, 2));
  }
}

TEST_CASE("an optimiser's step is the same for one thread and four, bit for bit", "[optim]") {
  const int before = thread_count();
  for (const auto& [name, make] : makers()) {
    std::vector<Tensor> results;
    for (int threads : {1, 4}) {
      set_thread_count(threads);
      Rng rng(1);
      std::vector<Variable> parameters{leaf(random_normal({400, 301}, rng))};
      const Made optimizer = make(parameters);
      for (int step = 0; step < 2; ++step) {
        parameters[0].set_grad(random_normal({400, 301}, rng));
        clip_gradient_norm(parameters, 1);
        optimizer->step();
      }
      results.push_back(parameters[0].value());
    }
    check_same(name, results[0], results[1]);
  }
  set_thread_count(before);
}

TEST_CASE("an optimiser's errors name the learning rate or the state", "[optim]") {
  CHECK(error_of([] { SGD(start(), 0); }) == "optimiser: the learning rate must be above 0, not 0");
  CHECK(error_of([] { Adam(start(), std::nan("")); }) ==
        "optimiser: the learning rate must be above 0, not nan");
  Adam adam(start(), 0.1);
  auto state = adam.state();
  state.back().second = zeros({2});
  CHECK(error_of([&] { adam.load_state(state); }) ==
        "optimiser state: 'second.1' has shape (2,) instead of (7,)");
  state.pop_back();
  CHECK(error_of([&] { adam.load_state(state); }) == "optimiser state: 'second.1' is missing");
}

TEST_CASE("a parameter that is listed twice is stepped, clipped and saved once", "[optim]") {
  for (const auto& [name, make] : makers()) {
    INFO(name);
    Variable once = leaf(full({2}, 1)), twice = leaf(full({2}, 1)), other = leaf(full({1}, 1));
    const Made single = make({once, other}), repeated = make({twice, other, twice});
    for (Variable* const x : {&once, &twice}) x->set_grad(tensor({3, 4}));
    CHECK(single->state().size() == repeated->state().size());
    single->step();
    repeated->step();
    CHECK(all_equal(once.value(), twice.value()));
  }
  Variable x = leaf(zeros({2}));
  x.set_grad(tensor({3, 4}));
  std::vector<double> each;
  CHECK(clip_gradient_norm({x, x}, 1, &each) == 5);
  CHECK(each == std::vector<double>{5, 5});
  CHECK(all_close(x.grad(), tensor({0.6, 0.8}), 1e-6));
}

TEST_CASE("Adam counts the steps of each parameter", "[optim]") {
  // As in the paper and in PyTorch: a parameter's first step is as long as the learning rate, whenever it comes.
  Variable early = leaf(full({1}, 1)), late = leaf(full({1}, 1));
  Adam adam({early, late}, 0.1, {.epsilon = 0});
  for (int step = 1; step <= 3; ++step) {
    early.set_grad(full({1}, 1));
    if (step == 3) late.set_grad(full({1}, 1));
    adam.step();
  }
  // m / (1 - b1) = g and v / (1 - b2) = g^2, each with the rounding of three operations.
  const double rounding = 8 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
  CHECK(std::abs(static_cast<double>(late.value()(0)) - 0.9) < rounding);
}

TEST_CASE("Adam's first step is as long as the learning rate", "[optim]") {
  // 1 - beta2 is computed in double: in float the step would be 6e-6 too long.
  for (const double gradient : {1e-3, 1.0, 50.0}) {
    Variable x = leaf(zeros({1}));
    x.set_grad(full({1}, gradient));
    Adam({x}, 0.1, {.epsilon = 0}).step();
    const double rounding = 8 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
    CHECK(std::abs(static_cast<double>(x.value()(0)) + 0.1) < 0.1 * rounding);
  }
}

TEST_CASE("Adam loads the state of an older file, with one count for all, and rejects counts that are none",
          "[optim]") {
  Variable a = leaf(ones({2})), b = leaf(ones({3}));
  Adam adam({a, b}, 0.1);
  auto state = adam.state();
  REQUIRE(state[0].first == "steps");
  state[0].second = scalar(7);
  adam.load_state(state);
  CHECK(all_equal(adam.state()[0].second, tensor({7, 7})));
  for (const double wrong : {-1.0, 0.5, 1e30, std::nan(""), static_cast<double>(INFINITY)}) {
    state[0].second = tensor({3, wrong});
    CHECK_THROWS_WITH(adam.load_state(state), Catch::Contains("'steps' contains"));
    CHECK(all_equal(adam.state()[0].second, tensor({7, 7})));
  }
  state[0].second = tensor({1, 2, 3});
  CHECK_THROWS_WITH(adam.load_state(state), Catch::Contains("'steps' has shape (3,) instead of (2,)"));
  state[0].second = tensor({1e8, 0});  // a long training
  adam.load_state(state);
  CHECK(all_equal(adam.state()[0].second, tensor({1e8, 0})));
}

TEST_CASE("the state of an optimiser must be one that steps can lead to; otherwise nothing is loaded",
          "[optim]") {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const auto& [name, make] : makers()) {
    std::vector<Variable> parameters = start();
    const Made optimizer = make(parameters);
    set_gradients(parameters, 0);
    optimizer->step();
    std::vector<std::pair<std::string, Tensor>> before;
    for (const auto& [key, tensor] : optimizer->state()) before.emplace_back(key, tensor.clone());
    const auto refused = [&, name = name](const auto& state, const std::string& why) {
      INFO(name << ": " << why);
      CHECK_THAT(error_of([&] { optimizer->load_state(state); }), Catch::Contains(why));
      for (std::size_t i = 0; i < before.size(); ++i)
        check_same(before[i].first, optimizer->state()[i].second, before[i].second);
    };
    for (std::size_t i = 0; i < before.size(); ++i) {
      const std::string key = before[i].first;
      auto state = before;
      state[i].second = Tensor();
      refused(state, "'" + key + "'");
      state.erase(state.begin() + static_cast<std::ptrdiff_t>(i));
      refused(state, "'" + key + "' is missing");
      state = before;
      state.push_back(before[i]);
      refused(state, "'" + key + "' is in it twice");
      for (const double wrong : {std::nan(""), infinity, -infinity, -1.0}) {
        if (wrong == -1 && !key.starts_with("second") && key != "steps") continue;
        state = before;
        state[i].second = before[i].second.clone();
        state[i].second.mutable_data()[state[i].second.numel() - 1] = static_cast<Scalar>(wrong);
        refused(state, "'" + key + "' contains ");
      }
    }
    auto state = before;
    state.emplace_back("velocity.2", zeros({2}));
    refused(state, "'velocity.2' does not belong to this optimiser");
  }
}

TEST_CASE("optimisers reject what they cannot move, and options that make no sense", "[optim]") {
  using Catch::Contains;
  const Variable x = leaf(ones({2}));
  CHECK_THROWS_WITH(SGD({x, Variable()}, 0.1), Contains("parameter 1 is undefined"));
  CHECK_THROWS_WITH(SGD({Variable(ones({2}))}, 0.1), Contains("parameter 0 of shape (2,) is a constant"));
  CHECK_THROWS_WITH(Adam({x, x * 2}, 0.1),
                    Contains("parameter 1 of shape (2,) is the result of an operation"));
  const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
  CHECK_THROWS_WITH(clip_gradient_norm({x, Variable()}, 1),
                    Contains("clip_gradient_norm: parameter 1 is undefined"));
#ifndef HEED_DOUBLE  // infinite as a float
  for (const double large : {1e39, 1e300}) {
    CHECK_THROWS_WITH(SGD({x}, large), Contains("the learning rate"));
    CHECK_THROWS_WITH(Adam({x}, 0.1, {.epsilon = large}), Contains("epsilon"));
    CHECK_THROWS_WITH(Adam({x}, 0.1, {.weight_decay = large}), Contains("weight_decay"));
  }
#endif
  for (const double rate : {0.0, -1.0, nan, infinity})
    CHECK_THROWS_WITH(SGD({x}, rate), Contains("the learning rate"));
  SGD sgd({x}, 0.1);
  sgd.set_learning_rate(0);
  for (const double rate : {-1.0, nan, infinity}) {
    CHECK_THROWS_WITH(sgd.set_learning_rate(rate), Contains("the learning rate must be 0 or more"));
  }
  for (const double wrong : {-0.1, 1.0, 2.0, nan}) {
    CHECK_THROWS_WITH(SGD({x}, 0.1, wrong), Contains("momentum"));
    CHECK_THROWS_WITH(Adam({x}, 0.1, {.beta1 = wrong}), Contains("beta1 must be 0 or more and below 1"));
    CHECK_THROWS_WITH(Adam({x}, 0.1, {.beta2 = wrong}), Contains("beta2"));
  }
  for (const double wrong : {-1.0, nan, infinity}) {
    CHECK_THROWS_WITH(Adam({x}, 0.1, {.epsilon = wrong}), Contains("epsilon"));
    CHECK_THROWS_WITH(Adam({x}, 0.1, {.weight_decay = wrong}), Contains("weight_decay"));
  }
  for (const double wrong : {-1.0, 0.0, nan}) {
    CHECK_THROWS_WITH(clip_gradient_norm({x}, wrong), Contains("clip_gradient_norm: the largest norm"));
  }
  CHECK(clip_gradient_norm({x}, infinity) == 0);
}

TEST_CASE("Adam: a state with a negative mean of squares is an error", "[optim]") {
  Adam adam({leaf(tensor({1, 2}))}, 0.1);
  for (const double wrong : {-1.0, std::nan("")}) {
    auto state = adam.state();
    for (auto& [name, values] : state) {
      if (name == "second.0") values = tensor({0, wrong});
    }
    CHECK_THROWS_WITH(adam.load_state(state), Catch::StartsWith("optimiser state: 'second.0' contains "));
    CHECK(all_equal(adam.state().back().second, zeros({2})));
  }
}
