// The formulas and their gradients are compared with PyTorch in test_golden.cpp.
#include "autograd/gradient_check.h"
#include "autograd/operations/shape_functions.h"
#include "nn/recurrent/lstm.h"
#include "tensor/elementwise.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

#include <cmath>

using namespace heed;
using namespace heed::testing;

namespace {

// All results side by side.
Variable flat(const LSTM::Result& result) {
  const Index batch = result.output.size(0);
  return concatenate({reshape(result.output, {batch, -1}), result.final.h, result.final.c}, 1);
}

}  // namespace

TEST_CASE("an LSTM over a sequence equals its cell, called step by step", "[lstm]") {
  Rng rng(1);
  LSTM lstm(3, 4, rng);
  LSTMCell cell(3, 4, rng);
  shuffle_parameters(lstm, rng);
  for (std::size_t i = 0; i < 4; ++i) cell.parameters()[i].value().copy_from(lstm.parameters()[i].value());
  const Tensor x = random_normal({2, 5, 3}, rng);
  const LSTM::Result result = lstm(x);
  LSTMState state{zeros({2, 4}), zeros({2, 4})};
  for (Index t = 0; t < 5; ++t) {
    state = cell(select(x, 1, t), state);
    check_close("step " + std::to_string(t), select(result.output.value(), 1, t), state.h.value());
  }
  check_close("final h", result.final.h.value(), state.h.value());
  check_close("final c", result.final.c.value(), state.c.value());
}

TEST_CASE("LSTM: the gradients are the derivatives", "[lstm][gradients]") {
  Rng rng(2);
  for (const bool both : {false, true}) {
    LSTM lstm(3, 2, rng, both);
    shuffle_parameters(lstm, rng);
    std::vector<Variable> inputs{leaf(random_normal({2, 4, 3}, rng))};
    for (const Variable& p : lstm.parameters()) inputs.push_back(p);
    const auto f = [&](const std::vector<Variable>& in) { return flat(lstm(in[0], {4, 2})); };
    const GradientReport report = check_gradients(f, inputs, rng);
    INFO(report.text);
    CHECK(report.passed);
  }
}

TEST_CASE("LSTM: padding, even NaN, changes neither results nor gradients", "[lstm][hidden]") {
  Rng rng(3);
  LSTM lstm(3, 4, rng, true);
  shuffle_parameters(lstm, rng);
  const Tensor x = random_normal({2, 5, 3}, rng);
  const auto results = [&](double garbage) {
    Tensor padded = x.clone();
    slice(select(padded, 0, 1), 0, 2, 5).fill(garbage);
    const Variable input = leaf(padded);
    const Variable result = flat(lstm(input, {5, 2}));
    std::vector<Tensor> all = parameter_gradients(lstm, result, full(result.shape(), 0.5));
    all.push_back(result.value());
    all.push_back(input.grad());
    return all;
  };
  const std::vector<Tensor> clean = results(0);
  for (const double garbage : {30.0, std::nan(""), HUGE_VAL}) {
    const std::vector<Tensor> got = results(garbage);
    for (std::size_t i = 0; i < clean.size(); ++i)
      check_same("tensor " + std::to_string(i), got[i], clean[i]);
  }
}
