#include "autograd/watch/attention_watch.h"
#include "nn/attention/masks.h"
#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "tensor/elementwise.h"
#include "tensor/ground/memory.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"

using namespace heed;
using namespace heed::testing;

namespace {

TransformerOptions options(bool pre_norm, double dropout = 0) {
  return {.size = 8, .heads = 2, .layers = 2, .feed_forward = 12, .dropout = dropout, .pre_norm = pre_norm};
}

// An encoder and a decoder with random parameters, and sentences for them: two sources of 5 and 3 words, and
// targets of 4.
struct Pair {
  Pair(bool pre_norm, Rng& rng) : encoder(options(pre_norm), rng), decoder(options(pre_norm), rng) {
    shuffle_parameters(encoder, rng);
    shuffle_parameters(decoder, rng);
    source = random_normal({2, 5, 8}, rng);
    target = random_normal({2, 4, 8}, rng);
  }
  Variable decode(const Variable& words, const Variable& encoded, const Tensor& cross_mask) const {
    DecoderMemory memory = decoder.remember(encoded);
    return decoder(words, memory, causal_mask(words.size(1)), cross_mask);
  }

  Encoder encoder;
  Decoder decoder;
  Tensor source, target;
  Tensor mask = length_mask({5, 3}, 5);
};

}  // namespace

TEST_CASE("Transformer: more padding changes neither result nor gradient", "[transformer]") {
  Rng rng(1);
  for (const bool pre : {false, true}) {
    Pair model(pre, rng);
    const Tensor wide_mask = length_mask({5, 3}, 9);
    const Tensor wide = concatenate({model.source, random_normal({2, 4, 8}, rng, 0, 30)}, 1);
    const Variable tight = model.encoder(model.source, model.mask), padded = model.encoder(wide, wide_mask);
    check_close("first", slice(select(padded.value(), 0, 0), 0, 0, 5), select(tight.value(), 0, 0));
    check_close("second", slice(select(padded.value(), 0, 1), 0, 0, 3),
                slice(select(tight.value(), 0, 1), 0, 0, 3));

    const Variable y = model.decode(model.target, tight, model.mask),
                   z = model.decode(model.target, padded, wide_mask);
    check_close("decoder", z.value(), y.value());
    const Tensor upstream = random_normal({2, 4, 8}, rng);
    const auto expected = parameter_gradients(model.encoder, y, upstream),
               gradients = parameter_gradients(model.encoder, z, upstream);
    for (std::size_t i = 0; i < expected.size(); ++i)
      check_close(model.encoder.named_parameters()[i].first, gradients[i], expected[i]);
  }
}

TEST_CASE("Transformer: the output of a decoder at a word does not depend on later words", "[transformer]") {
  Rng rng(2);
  for (const bool pre : {false, true}) {
    Pair model(pre, rng);
    const Variable encoded = model.encoder(model.source, model.mask);
    const Tensor before = model.decode(model.target, encoded, model.mask).value();
    for (Index changed = 0; changed < 4; ++changed) {
      Tensor other = model.target.clone();
      select(other, 1, changed).copy_from(random_normal({2, 8}, rng));
      const Tensor after = model.decode(other, encoded, model.mask).value();
      check_same("before", slice(after, 1, 0, changed), slice(before, 1, 0, changed));
      for (Index t = changed; t < 4; ++t) CHECK_FALSE(all_close(select(after, 1, t), select(before, 1, t)));
    }
  }
}

TEST_CASE("Transformer: decoding word by word with a memory equals decoding the whole sentence",
          "[transformer]") {
  Rng rng(3);
  for (const bool pre : {false, true}) {
    Pair model(pre, rng);
    const NoGrad only_values;
    const Variable encoded = model.encoder(model.source, model.mask);
    const AttentionWatch whole;
    DecoderMemory memory = model.decoder.remember(encoded);
    const Tensor at_once = model.decoder(model.target, memory, causal_mask(4), model.mask).value();
    memory = model.decoder.remember(encoded);
    for (Index t = 0; t < 4; ++t) {
      const AttentionWatch step;
      const Variable y = model.decoder(slice(model.target, 1, t, t + 1), memory, Tensor(), model.mask);
      check_close("step", y.value(), slice(at_once, 1, t, t + 1));
      CHECK(memory[1].self.keys.shape().to_string() == Shape({2, 2, t + 1, 4}).to_string());
      REQUIRE(step.calls().size() == 4);  // self-attention and cross-attention of two layers
      for (std::size_t i = 0; i < 4; ++i) {
        const AttentionCall &call = step.calls()[i], &all = whole.calls()[i];
        CHECK(call.path == all.path);
        const Tensor expected = slice(all.weights(), 2, t, t + 1);
        check_close(call.path, call.weights(), i % 2 == 0 ? slice(expected, 3, 0, t + 1) : expected);
      }
    }
  }
}

TEST_CASE("Transformer: each attention announces itself under its module's path", "[transformer]") {
  Rng rng(4);
  Pair model(false, rng);
  const AttentionWatch watch;
  const Variable encoded = model.encoder(model.source, model.mask);
  model.decode(model.target, encoded, model.mask);
  std::vector<std::string> calls;
  for (const AttentionCall& call : watch.calls())
    calls.push_back(call.path + " " + call.weights().shape().to_string());
  CHECK(calls == std::vector<std::string>{
                     "layers.0.self_attention (2, 2, 5, 5)", "layers.1.self_attention (2, 2, 5, 5)",
                     "layers.0.self_attention (2, 2, 4, 4)", "layers.0.cross_attention (2, 2, 4, 5)",
                     "layers.1.self_attention (2, 2, 4, 4)", "layers.1.cross_attention (2, 2, 4, 5)"});
}

TEST_CASE("Transformer: without positions the encoder does not know the order of words, with them it does",
          "[transformer]") {
  Rng rng(5);
  Pair model(false, rng);
  Tensor swapped = model.source.clone();
  select(swapped, 1, 0).copy_from(select(model.source, 1, 2));
  select(swapped, 1, 2).copy_from(select(model.source, 1, 0));
  const auto last = [](const Variable& y) { return select(y.value(), 1, 1); };
  check_close("without", last(model.encoder(swapped, model.mask)),
              last(model.encoder(model.source, model.mask)));
  const Positions positions(PositionKind::sinusoidal, 10, 8, rng);
  CHECK_FALSE(all_close(last(model.encoder(positions(swapped), model.mask)),
                        last(model.encoder(positions(model.source), model.mask))));
}

TEST_CASE("positions begin at any index; sinusoids have no last position, a learned table does",
          "[transformer]") {
  Rng rng(6);
  for (const PositionKind kind : {PositionKind::sinusoidal, PositionKind::learned}) {
    const Positions positions(kind, 6, 8, rng);
    const Tensor x = random_normal({2, 6, 8}, rng);
    check_same("second half", positions(slice(x, 1, 3, 6), 3).value(), slice(positions(x).value(), 1, 3, 6));
  }
  const Positions sinusoidal(PositionKind::sinusoidal, 2, 8, rng);
  check_same("longer", sinusoidal(zeros({1, 9, 8})).value(), unsqueeze(sinusoidal_positions(9, 8), 0));
  const Positions learned(PositionKind::learned, 2, 8, rng);
  CHECK(error_of([&] {
          learned(zeros({1, 2, 8}), 1);
        }) == "positions: a sentence of 3 tokens, but there are learned positions for only 2");
}

TEST_CASE("positions: a table of sinusoids takes memory for the words that arrive, not for those that could",
          "[transformer]") {
  Rng rng(6);
  const Index before = static_cast<Index>(memory_use().in_use);
  const Positions positions(PositionKind::sinusoidal, 100'000'000, 8, rng);
  positions(zeros({1, 9, 8}));
  positions(zeros({1, 1, 8}), 99);
  CHECK(static_cast<Index>(memory_use().in_use) - before < 100'000);
}

TEST_CASE("Transformer: dropout changes each training step and does not act in evaluation", "[transformer]") {
  Rng rng(7);
  Encoder encoder(options(false, 0.3), rng);
  const Tensor x = random_normal({2, 5, 8}, rng), mask = length_mask({5, 3}, 5);
  const std::string dice = rng.save();
  const Tensor first = encoder(x, mask).value();
  CHECK_FALSE(all_equal(encoder(x, mask).value(), first));
  rng.restore(dice);
  check_same("same dice", encoder(x, mask).value(), first);
  encoder.eval();
  check_same("evaluation", encoder(x, mask).value(), encoder(x, mask).value());
}

TEST_CASE("Transformer: an error names the layer and its part", "[transformer]") {
  Rng rng(8);
  Pair model(false, rng);
  const auto where = [&](const Tensor& words, const Tensor& self_mask, const Tensor& cross_mask) {
    DecoderMemory memory = model.decoder.remember(model.source);
    const Scope scope("decoder");
    return error_of([&] { model.decoder(words, memory, self_mask, cross_mask); });
  };
  const std::string narrow = where(zeros({2, 4, 6}), {}, {});
  INFO(narrow);
  CHECK(narrow.starts_with("decoder.layers.0.self_attention.key: linear: "));
  CHECK(narrow.find("(2, 4, 6)") != std::string::npos);
  const std::string mask = where(model.target, causal_mask(4), length_mask({5, 3}, 7));
  INFO(mask);
  CHECK(mask.starts_with("decoder.layers.0.cross_attention: "));
  CHECK(
      where(zeros({4, 8}), {}, {}) ==
      "decoder.layers.0.self_attention: multi-head attention: the keys must have shape (batch, time, 8), not "
      "(4, 8)");
  CHECK(error_of([&] {
          model.encoder(zeros({5, 8}), {});
        }) ==
        "layers.0.self_attention: multi-head attention: the keys must have shape (batch, time, 8), not "
        "(5, 8)");
}

TEST_CASE("Transformer: a decoder rejects a memory with a different number of layers", "[transformer]") {
  Rng rng(9);
  Pair model(false, rng);
  DecoderMemory none, one(1);
  CHECK(error_of([&] { model.decoder(model.target, none, causal_mask(4), model.mask); }) ==
        "decoder: a memory of 0 layers for a decoder of 2 layers; make it with decoder.remember(encoded)");
  CHECK(error_of([&] {
          model.decoder(model.target, one, causal_mask(4), model.mask);
        }).starts_with("decoder: a memory of 1 layers"));
  DecoderMemory unfilled(2);
  CHECK(error_of([&] { model.decoder(model.target, unfilled, causal_mask(4), model.mask); }) ==
        "layers.0.cross_attention: multi-head attention: the memory is empty; fill it with remember(K, V)");
}
