#include "tutorials/09-self-attention/leaks.h"

#include "autograd/operations/cross_entropy.h"
#include "nn/optim/optimizer.h"
#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <algorithm>

namespace heed {
namespace {

// [largest]
double largest_difference(const Tensor& a, const Tensor& b) {
  return static_cast<double>(max(abs(a - b)).item());
}
// [/largest]

constexpr Index size = 4;

}  // namespace

// [future]
double future_leak(const Layer& layer, Rng& rng) {
  const Index time = 7;
  const Tensor x = random_normal({1, time, size}, rng), before = layer(x, {time});
  double leak = 0;
  for (Index from = 1; from < time; ++from) {
    const Tensor changed = concatenate({slice(x, 1, 0, from), random_normal({1, time - from, size}, rng)}, 1);
    const Tensor after = layer(changed, {time});
    leak = std::max(leak, largest_difference(slice(before, 1, 0, from), slice(after, 1, 0, from)));
  }
  return leak;
}
// [/future]

// [padding]
double padding_leak(const Layer& layer, Rng& rng) {
  const Tensor words = random_normal({1, 5, size}, rng);
  const auto with_padding = [&](const Tensor& padding) {
    return slice(layer(concatenate({words, padding}, 1), {5}), 1, 0, 5);
  };
  return largest_difference(with_padding(zeros({1, 3, size})),
                            with_padding(random_normal({1, 3, size}, rng)));
}

double length_leak(const Layer& layer, Rng& rng) {
  const Tensor words = random_normal({1, 5, size}, rng), alone = layer(words, {5});
  double leak = 0;
  for (const Index padding : {1, 2, 6}) {
    const Tensor longer = layer(concatenate({words, zeros({1, padding, size})}, 1), {5});
    leak = std::max(leak, largest_difference(alone, slice(longer, 1, 0, 5)));
  }
  return leak;
}

double batch_leak(const Layer& layer, Rng& rng) {
  const Tensor first = random_normal({1, 5, size}, rng);
  const auto output_of_first = [&](const Tensor& second) {
    return slice(layer(concatenate({first, second}, 0), {5, 5}), 0, 0, 1);
  };
  return largest_difference(output_of_first(random_normal({1, 5, size}, rng)),
                            output_of_first(random_normal({1, 5, size}, rng)));
}
// [/padding]

namespace {

// [model]
constexpr Index digits = 10, time_steps = 8;
const TransformerOptions small{.size = 32, .heads = 2, .feed_forward = 64, .dropout = 0};

// Self-attention, a feed-forward, and ten scores for the next digit.
struct NextDigit : Module {
  explicit NextDigit(Rng& rng)
      : embedding(*this, "embedding", digits + 1, small.size,
                  rng),  // ten digits, and one token to begin with
        positions(*this, "positions", PositionKind::sinusoidal, time_steps, small.size, rng),
        layer(*this, "layer", small, rng),
        output(*this, "output", small.size, digits, rng) {}
  Variable operator()(const TokenMatrix& given, const Tensor& mask) const {
    return output(layer(positions(embedding(given)), mask));
  }

  Child<Embedding> embedding;
  Child<Positions> positions;
  Child<EncoderLayer> layer;
  Child<Linear> output;
};
// [/model]

}  // namespace

// [digits]
double loss_on_random_digits(const MakeMask& mask, std::uint64_t seed) {
  Rng rng(seed);
  const NextDigit model(rng);
  Adam adam(model.parameters(), 0.003);
  const Index batch = 32;
  double last_losses = 0;
  for (int step = 0; step < 300; ++step) {
    TokenMatrix given(batch, time_steps), next(batch, time_steps);
    for (Index row = 0; row < batch; ++row) {
      given(row, 0) = static_cast<Token>(digits);
      for (Index t = 0; t < time_steps; ++t) {
        next(row, t) = static_cast<Token>(rng.integer(digits));
        if (t + 1 < time_steps) given(row, t + 1) = next(row, t);
      }
    }
    adam.zero_grad();
    const Variable loss = cross_entropy(model(given, mask(time_steps)), next);
    loss.backward();
    adam.step();
    if (step >= 280) last_losses += static_cast<double>(loss.item()) / 20;
  }
  return last_losses;
}
// [/digits]

}  // namespace heed
