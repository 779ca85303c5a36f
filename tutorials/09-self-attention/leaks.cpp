#include "tutorials/09-self-attention/leaks.h"

#include "autograd/operations/cross_entropy.h"
#include "autograd/watch/attention_watch.h"
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

// [empty]
double empty_leak(const Layer& layer, Rng& rng) {
  const Tensor words = random_normal({1, 5, size}, rng);
  const auto output_of_empty = [&](const Tensor& padding) {  // the second sentence has no words
    return slice(layer(concatenate({words, padding}, 0), {5, 0}), 0, 1, 2);
  };
  return largest_difference(output_of_empty(random_normal({1, 5, size}, rng)),
                            output_of_empty(random_normal({1, 5, size}, rng)));
}
// [/empty]

namespace {

// [model]
constexpr Index digits = 10, time_steps = 8;
const TransformerOptions small{.size = 32, .heads = 2, .feed_forward = 64, .dropout = 0};

// Self-attention, a feed-forward, and ten scores for the next digit.
struct NextDigit : Module {
  // The table of the embedding has ten digits, and one token to begin with.
  explicit NextDigit(Rng& rng)
      : embedding(*this, "embedding", digits + 1, small.size, rng),
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

// [digits]
struct Digits {
  TokenMatrix given, next;  // next(row, t) is given(row, t + 1)
};
Digits random_digits(Index batch, Index time, Rng& rng) {
  Digits drawn{TokenMatrix(batch, time), TokenMatrix(batch, time)};
  for (Index row = 0; row < batch; ++row) {
    drawn.given(row, 0) = static_cast<Token>(digits);
    for (Index t = 0; t < time; ++t) {
      drawn.next(row, t) = static_cast<Token>(rng.integer(digits));
      if (t + 1 < time) drawn.given(row, t + 1) = drawn.next(row, t);
    }
  }
  return drawn;
}

Variable loss_of(const NextDigit& model, const Digits& drawn, const MakeMask& mask) {
  return cross_entropy(model(drawn.given, mask(drawn.given.columns)), drawn.next);
}
// [/digits]

// [next]
double weight_on_next(const NextDigit& model, const Digits& drawn, const MakeMask& mask) {
  AttentionWatch watch;
  loss_of(model, drawn, mask);
  const Tensor weights =
      mean(watch.calls().front().weights(), {0, 1});  // (time, time), of all sentences and heads
  double sum = 0;
  for (Index t = 0; t + 1 < weights.size(0); ++t) sum += weights(t, t + 1);
  return sum / static_cast<double>(weights.size(0) - 1);
}
// [/next]

}  // namespace

// [learn]
Learned learn_random_digits(const MakeMask& mask, double learning_rate, std::uint64_t seed) {
  Rng rng(seed), rng_of_test(99);
  const NextDigit model(rng);
  Adam adam(model.parameters(), learning_rate);
  Learned learned;
  for (int step = 0; step < 300; ++step) {
    adam.zero_grad();
    const Variable loss = loss_of(model, random_digits(32, time_steps, rng), mask);
    loss.backward();
    adam.step();
    if (step >= 280) learned.training += static_cast<double>(loss.item()) / 20;
  }
  const NoGrad guard;
  const Digits test = random_digits(500, time_steps, rng_of_test);
  learned.next = weight_on_next(model, test, mask);
  learned.use = static_cast<double>(loss_of(model, test, causal_mask).item());
  const Digits longer = random_digits(500, 2 * time_steps, rng_of_test);
  learned.longer = static_cast<double>(loss_of(model, longer, causal_mask).item());
  return learned;
}
// [/learn]

}  // namespace heed
