#include "autograd/operations/cross_entropy.h"
#include "nn/transformer/gpt.h"
#include "tensor/elementwise.h"
#include "tensor/ground/threads.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/golden.h"
#include "tests/nn/helpers.h"

#include <cmath>

using namespace heed;
using namespace heed::testing;

namespace {

// Karpathy's microGPT, which has no gains and no biases, and normalises before the first layer, not after the last.
GPTOptions microgpt(Index words, Index size, Index context, Index layers) {
  return {.words = words,
          .transformer = {.size = size,
                          .heads = size / 4,
                          .layers = layers,
                          .feed_forward = 4 * size,
                          .dropout = 0,
                          .pre_norm = true,
                          .norm = NormKind::rms_without_gain,
                          .biases = false,
                          .final_norm = false},
          .context = context,
          .tied = false,
          .input_norm = true};
}

GPTOptions with_layer_norm() {
  return {.words = 7,
          .transformer = {.size = 4,
                          .heads = 2,
                          .layers = 2,
                          .feed_forward = 5,
                          .dropout = 0,
                          .pre_norm = true,
                          .nonlinearity = Nonlinearity::gelu},
          .context = 6};
}

}  // namespace

TEST_CASE("golden: RMS normalisation, with a gain and without", "[golden]") {
  for (const bool gain : {true, false}) {
    Golden golden("gpt", gain ? "rms_norm" : "rms_norm_without_gain");
    RMSNorm norm(5, gain);
    golden.load(norm);
    golden.check({{"y", norm(golden.input("x"))}});
  }
}

TEST_CASE("golden: GPT", "[golden][gpt]") {
  Rng rng(1);
  Golden tied("gpt", "gpt_tied");
  GPT gpt(with_layer_norm(), rng);
  tied.load(gpt);
  tied.check({{"logits", gpt.logits(tied.tokens("tokens"))}});

  Golden micro("gpt", "microgpt");
  GPTOptions options = microgpt(7, 4, 6, 2);
  options.transformer.heads = 2;
  options.transformer.feed_forward = 5;
  GPT small(options, rng);
  micro.load(small);
  micro.check({{"logits", small.logits(micro.tokens("tokens"))}});
}

TEST_CASE("GPT: microGPT's model has 4,192 parameters", "[gpt]") {
  Rng rng(1);
  CHECK(GPT(microgpt(27, 16, 16, 1), rng).parameter_count() == 4192);
}

TEST_CASE("GPT: a fresh model finds all tokens nearly equally likely", "[gpt]") {
  Rng rng(1);
  const TokenMatrix tokens = token_rows({{3, 1, 6, 6, 0}, {2, 5, 0, 4, 1}});
  for (const GPTOptions& options : {with_layer_norm(), microgpt(7, 16, 6, 2)}) {
    const double loss =
        static_cast<double>(cross_entropy(GPT(options, rng).logits(tokens), tokens).value().item());
    // Logits of standard deviation s add s²/2 to ln 7, and s is 0.02 sqrt(size) <= 0.08; the mean of ten tokens' own
    // logits has a deviation of s / sqrt(10). We allow six.
    CHECK(std::abs(loss - std::log(7)) < 0.08 * 0.08 / 2 + 6 * 0.08 / std::sqrt(10));
  }
}

TEST_CASE("GPT: token by token with a memory gives the bits of the whole sequence", "[gpt]") {
  Rng rng(2);
  const int before = thread_count();
  for (const int threads : {1, 3}) {
    set_thread_count(threads);
    GPTOptions large = with_layer_norm();
    large.words = 90;
    large.transformer.size = 96;
    large.transformer.heads = 6;
    large.transformer.feed_forward = 200;
    large.context = 150;
    GPTOptions sines = large;
    sines.positions = PositionKind::sinusoidal;
    for (const GPTOptions& options : {large, sines, microgpt(90, 16, 150, 1)}) {
      GPT gpt(options, rng);
      shuffle_parameters(gpt, rng);
      gpt.eval();
      const NoGrad only_values;
      TokenMatrix tokens(2, 150);
      for (Token& token : tokens.ids) token = static_cast<Token>(rng.integer(90));
      const Tensor whole = gpt.logits(tokens).value();
      GPTMemory memory;
      for (Index t = 0; t < tokens.columns; ++t) {
        const Tensor next = gpt.step({tokens.ids[static_cast<std::size_t>(t)],
                                      tokens.ids[static_cast<std::size_t>(tokens.columns + t)]},
                                     memory);
        check_same("step " + std::to_string(t), next, select(whole, 1, t));
      }
      CHECK(memory.tokens == 150);
    }
  }
  set_thread_count(before);
}

TEST_CASE("GPT: several tokens at once continue a memory", "[gpt]") {
  Rng rng(3);
  GPT gpt(with_layer_norm(), rng);
  shuffle_parameters(gpt, rng);
  const TokenMatrix tokens = token_rows({{3, 1, 6, 6, 0}, {2, 5, 0, 4, 1}});
  const Tensor whole = gpt.logits(tokens).value();
  GPTMemory memory;
  check_close("first", gpt.logits(token_rows({{3, 1}, {2, 5}}), memory).value(), slice(whole, 1, 0, 2));
  check_close("next", gpt.logits(token_rows({{6, 6, 0}, {0, 4, 1}}), memory).value(), slice(whole, 1, 2, 5));
}

TEST_CASE("GPT: later tokens change nothing before them", "[gpt]") {
  Rng rng(4);
  for (const GPTOptions& options : {with_layer_norm(), microgpt(7, 16, 6, 2)}) {
    GPT gpt(options, rng);
    shuffle_parameters(gpt, rng);
    const Tensor a = gpt.logits(token_rows({{3, 1, 6, 2}})).value(),
                 b = gpt.logits(token_rows({{3, 1, 5, 0}})).value();
    check_same("before", slice(a, 1, 0, 2), slice(b, 1, 0, 2));
    CHECK_FALSE(all_close(select(a, 1, 2), select(b, 1, 2)));
  }
}

TEST_CASE("GPT: a tied output is the embedding", "[gpt]") {
  Rng rng(5);
  const GPT tied(with_layer_norm(), rng);
  REQUIRE(tied.shared_names().size() == 1);
  GPTOptions options = with_layer_norm();
  options.tied = false;
  const GPT own(options, rng);
  CHECK(own.shared_names().empty());
  CHECK(own.parameter_count() == tied.parameter_count() + 7 * 4);
}

TEST_CASE("GPT: errors say what does not fit", "[gpt]") {
  Rng rng(6);
  const GPT gpt(with_layer_norm(), rng);
  CHECK(error_of([&] { gpt.logits(TokenMatrix(1, 7)); }) ==
        "positions: positions: a sentence of 7 tokens, but there are learned positions for only 6");
  CHECK(error_of([&] { gpt.logits(TokenMatrix(1, 0)); }) == "GPT: there are no tokens to read: 1 rows of 0");
  CHECK(error_of([&] { RMSNorm(3)(ones({2, 4})); }) == "RMSNorm: x must have shape (..., 3), not (2, 4)");
  CHECK(error_of([&] { RMSNorm(0); }).find("RMSNorm: the size") == 0);
  GPTMemory memory;
  memory.layers.resize(3);
  CHECK(error_of([&] { gpt.logits(TokenMatrix(1, 2), memory); }) ==
        "layers: encoder: a memory of 3 layers for an encoder of 2 layers");
}
