#include "nn/recurrent/gru.h"
#include "tensor/elementwise.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

#include <cmath>

using namespace heed;
using namespace heed::testing;

TEST_CASE("a GRU over a sequence equals its cell, called step by step", "[gru]") {
  Rng rng(1);
  GRU gru(3, 4, rng);
  GRUCell cell(3, 4, rng);
  shuffle_parameters(gru, rng);
  for (std::size_t i = 0; i < 4; ++i) cell.parameters()[i].value().copy_from(gru.parameters()[i].value());
  const Tensor x = random_normal({2, 5, 3}, rng);
  const GRU::Result result = gru(x);
  Variable h = zeros({2, 4});
  for (Index t = 0; t < 5; ++t) {
    h = cell(select(x, 1, t), h);
    check_close("step " + std::to_string(t), select(result.output.value(), 1, t), h.value());
  }
  check_close("final", result.final[0].value(), h.value());
}

TEST_CASE("GRU: padding changes neither results nor gradients", "[gru]") {
  Rng rng(2);
  for (const bool both : {false, true}) {
    GRU gru(3, 4, rng, 2, both);
    shuffle_parameters(gru, rng);
    const std::vector<Index> lengths{5, 2};
    const Tensor x = random_normal({2, 5, 3}, rng);
    const Tensor upstream = random_normal({2, 5, gru.output_size()}, rng);
    const GRU::Result tight = gru(x, lengths);

    const Variable wide = leaf(concatenate({x, random_normal({2, 3, 3}, rng, 0, 30)}, 1));
    const GRU::Result padded = gru(wide, lengths);
    check_same("output", slice(padded.output.value(), 1, 0, 5), tight.output.value());
    CHECK(all_equal(slice(padded.output.value(), 1, 5, 8), zeros({2, 3, gru.output_size()})));
    CHECK(all_equal(select(slice(padded.output.value(), 1, 2, 5), 0, 1), zeros({3, gru.output_size()})));
    for (std::size_t layer = 0; layer < 2; ++layer)
      check_same("final", padded.final[layer].value(), tight.final[layer].value());

    const auto expected = parameter_gradients(gru, tight.output, upstream);
    const auto gradients = parameter_gradients(
        gru, padded.output, concatenate({upstream, random_normal({2, 3, gru.output_size()}, rng)}, 1));
    for (std::size_t i = 0; i < expected.size(); ++i)
      check_close(gru.named_parameters()[i].first, gradients[i], expected[i]);
    CHECK(all_equal(slice(wide.grad(), 1, 5, 8), zeros({2, 3, 3})));
    CHECK(all_equal(select(slice(wide.grad(), 1, 2, 5), 0, 1), zeros({3, 3})));
  }
}

TEST_CASE("GRU: NaN and infinity in the padding reach no output and no gradient", "[gru][hidden]") {
  Rng rng(9);
  GRU gru(3, 4, rng, 2, true);
  shuffle_parameters(gru, rng);
  const std::vector<Index> lengths{5, 2};
  const Tensor x = random_normal({2, 5, 3}, rng), upstream = random_normal({2, 5, 8}, rng);
  const auto results = [&](double garbage) {
    Tensor padded = x.clone();
    slice(select(padded, 0, 1), 0, 2, 5).fill(garbage);
    const Variable input = leaf(padded);
    const GRU::Result result = gru(input, lengths);
    std::vector<Tensor> all = parameter_gradients(gru, result.output, upstream);
    for (const Tensor& t : {result.output.value(), result.final[1].value(), input.grad()}) all.push_back(t);
    return all;
  };
  const std::vector<Tensor> clean = results(0);
  for (const double garbage : {std::nan(""), HUGE_VAL}) {
    const std::vector<Tensor> got = results(garbage);
    for (std::size_t i = 0; i < clean.size(); ++i)
      check_close("tensor " + std::to_string(i), got[i], clean[i]);
  }
}

TEST_CASE("GRU: a sentence has the same states alone and in a batch", "[gru]") {
  Rng rng(3);
  GRU gru(3, 4, rng, 2, true);
  shuffle_parameters(gru, rng);
  const Tensor x = random_normal({3, 6, 3}, rng);
  const std::vector<Index> lengths{4, 6, 1};
  const GRU::Result together = gru(x, lengths);
  for (Index row = 0; row < 3; ++row) {
    const Index length = lengths[static_cast<std::size_t>(row)];
    const GRU::Result alone = gru(slice(slice(x, 0, row, row + 1), 1, 0, length));
    check_close("output", slice(slice(together.output.value(), 0, row, row + 1), 1, 0, length),
                alone.output.value());
    check_close("final", slice(together.final[1].value(), 0, row, row + 1), alone.final[1].value());
  }
}

TEST_CASE("GRU: the second direction reads from the end", "[gru]") {
  Rng rng(4);
  GRU gru(3, 4, rng, 1, true);
  shuffle_parameters(gru, rng);
  // With the same parameters in both directions, the reversed sequence gives the reversed halves.
  std::vector<Variable> parameters = gru.parameters();
  for (std::size_t i = 0; i < 4; ++i) parameters[4 + i].value().copy_from(parameters[i].value());
  const Tensor x = random_normal({1, 5, 3}, rng);
  Tensor reversed = empty({1, 5, 3});
  for (Index t = 0; t < 5; ++t) select(reversed, 1, t).copy_from(select(x, 1, 4 - t));
  const Tensor y = gru(x).output.value(), z = gru(reversed).output.value();
  for (Index t = 0; t < 5; ++t) {
    check_close("halves", slice(select(y, 1, t), 1, 0, 4), slice(select(z, 1, 4 - t), 1, 4, 8));
    check_close("halves", slice(select(y, 1, t), 1, 4, 8), slice(select(z, 1, 4 - t), 1, 0, 4));
  }
}

TEST_CASE("GRU: dropout acts between layers, and only in training", "[gru]") {
  Rng rng(5);
  GRU deep(3, 4, rng, 2, false, 0.5);
  const Tensor x = random_normal({2, 5, 3}, rng);
  CHECK_FALSE(all_equal(deep(x).output.value(), deep(x).output.value()));
  CHECK(all_equal(deep(x).final[0].value(), deep(x).final[0].value()));
  deep.eval();
  CHECK(all_equal(deep(x).output.value(), deep(x).output.value()));
}

TEST_CASE("GRU: a sequence read in two parts, the second starting from the final states of the first",
          "[gru]") {
  Rng rng(7);
  GRU gru(3, 4, rng, 2);
  shuffle_parameters(gru, rng);
  const Tensor x = random_normal({2, 5, 3}, rng);
  const GRU::Result whole = gru(x), first = gru(slice(x, 1, 0, 2)),
                    second = gru(slice(x, 1, 2, 5), {}, first.final);
  check_same("output", second.output.value(), slice(whole.output.value(), 1, 2, 5));
  for (std::size_t layer = 0; layer < 2; ++layer)
    check_same("final", second.final[layer].value(), whole.final[layer].value());
}

TEST_CASE("GRU: each direction has its half of a start state, and the start state gets a gradient", "[gru]") {
  Rng rng(8);
  GRU gru(3, 4, rng, 1, true);
  shuffle_parameters(gru, rng);
  const Tensor x = random_normal({2, 5, 3}, rng), state = random_normal({2, 8}, rng);
  const auto half_of_output = [&](const Tensor& start, Index from) {
    return slice(gru(x, {}, {start}).output.value(), 2, from, from + 4);
  };
  Tensor changed = state.clone();
  slice(changed, 1, 4, 8).fill(1);
  check_same("forward", half_of_output(changed, 0), half_of_output(state, 0));
  CHECK_FALSE(all_close(half_of_output(changed, 4), half_of_output(state, 4)));
  const Variable start = leaf(state);
  const Variable output = gru(x, {}, {start}).output;
  output.backward(random_normal(output.shape(), rng));
  CHECK(all_finite(start.grad()));
  CHECK_FALSE(all_equal(start.grad(), zeros({2, 8})));
}

TEST_CASE("GRU: an error names the shapes that do not fit, and the cell", "[gru]") {
  Rng rng(6);
  GRU gru(3, 4, rng);
  const Tensor x = random_normal({2, 5, 3}, rng);
  CHECK(error_of([&] { GRU(3, 4, rng, 0); }) == "GRU: the number of layers must be 1 or greater, not 0");
  CHECK(error_of([&] {
          gru(x, {5, 0});
        }) == "GRU: row 1 of the batch has length 0; it must be between 1 and 5");
  CHECK(error_of([&] {
          gru(x, {6, 2});
        }) == "GRU: row 0 of the batch has length 6; it must be between 1 and 5");
  CHECK(error_of([&] { gru(x, {5}); }) == "GRU: 1 lengths for a batch of 2");
  CHECK(error_of([&] {
          gru(zeros({2, 0, 3}));
        }) == "GRU: x must have shape (batch, time, 3) with at least one step, not (2, 0, 3)");
  CHECK(error_of([&] {
          gru(zeros({5, 3}));
        }) == "GRU: x must have shape (batch, time, 3) with at least one step, not (5, 3)");
  CHECK(error_of([&] {
          gru(x, {}, {zeros({2, 4}), zeros({2, 4})});
        }) == "GRU: 2 start states for 1 layers; give one for each, or none");
  CHECK(error_of([&] {
          gru(x, {}, {zeros({2, 3})});
        }) == "GRU: a start state has shape (2, 3); it must be (2, 4)");
  CHECK(error_of([&] { gru(random_normal({2, 5, 7}, rng)); }).starts_with("cells.0.from_input: linear: "));
}
