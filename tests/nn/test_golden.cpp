// Every layer compared with PyTorch: its output, and the gradients of all its inputs and parameters.
#include "autograd/operations/convolution.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/softmax.h"
#include "nn/attention/multihead.h"
#include "nn/attention/scores.h"
#include "nn/convolution_layers.h"
#include "nn/recurrent/gru.h"
#include "nn/recurrent/lstm.h"
#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "tests/catch.h"
#include "tests/nn/golden.h"
#include "tests/nn/helpers.h"

using namespace heed;
using heed::testing::check_close;
using heed::testing::Golden;

TEST_CASE("golden: linear", "[golden]") {
  Rng rng(1);
  for (const bool with_bias : {true, false}) {
    Golden golden("layers", with_bias ? "linear" : "linear_without_bias");
    Linear layer(5, 4, rng, with_bias);
    golden.load(layer);
    golden.check({{"y", layer(golden.input("x"))}});
  }
}

TEST_CASE("golden: embedding", "[golden]") {
  Rng rng(1);
  Golden golden("layers", "embedding");
  Embedding layer(7, 3, rng, 0);
  golden.load(layer);
  golden.check({{"y", layer(golden.tokens("tokens"))}});
}

TEST_CASE("golden: layer normalisation", "[golden]") {
  Golden golden("layers", "layer_norm");
  LayerNorm layer(5);
  golden.load(layer);
  golden.check({{"y", layer(golden.input("x"))}});
}

TEST_CASE("golden: feed-forward", "[golden]") {
  Rng rng(1);
  for (const Nonlinearity f : {Nonlinearity::relu, Nonlinearity::gelu}) {
    Golden golden("layers", f == Nonlinearity::relu ? "feed_forward_relu" : "feed_forward_gelu");
    FeedForward layer(5, 7, 0, f, rng);
    golden.load(layer);
    golden.check({{"y", layer(golden.input("x"))}});
  }
}

TEST_CASE("golden: sinusoidal positions", "[golden]") {
  check_close("table", sinusoidal_positions(11, 7),
              Golden("layers", "sinusoidal_positions").constant("table"));
}

TEST_CASE("golden: cross-entropy with padding ignored and labels smoothed", "[golden]") {
  for (const char* const labels : {"plain", "smoothed"}) {
    for (const bool average : {true, false}) {
      Golden golden("losses", std::string("cross_entropy_") + labels + (average ? "_mean" : "_sum"));
      const CrossEntropyOptions options{.ignore = 0,
                                        .smoothing = golden.number("smoothing"),
                                        .reduction = average ? Reduction::mean : Reduction::sum};
      golden.check({{"loss", cross_entropy(golden.input("logits"), golden.tokens("targets"), options)}});
    }
  }
  Golden golden("losses", "cross_entropy_all");
  golden.check({{"loss", cross_entropy(golden.input("logits"), golden.tokens("targets"),
                                       {.ignore = -1, .smoothing = 0.1})}});
}

TEST_CASE("golden: softmax", "[golden]") {
  Golden masked("losses", "softmax_masked");
  masked.check({{"weights", softmax(masked.input("scores"),
                                    {.mask = masked.constant("mask"), .scale = masked.number("scale")})}});
  Golden logarithm("losses", "log_softmax");
  logarithm.check({{"y", log_softmax(logarithm.input("scores"), {.scale = logarithm.number("scale")})}});
}

TEST_CASE("golden: recurrent cells", "[golden]") {
  Rng rng(1);
  Golden plain("recurrent", "rnn_cell");
  RNNCell rnn(5, 4, rng);
  plain.load(rnn);
  plain.check({{"next", rnn(plain.input("x"), plain.input("h"))}});

  Golden gated("recurrent", "gru_cell");
  GRUCell gru(5, 4, rng);
  gated.load(gru);
  gated.check({{"next", gru(gated.input("x"), gated.input("h"))}});
}

TEST_CASE("golden: GRU of one and two layers, one and both directions, full and packed", "[golden]") {
  Rng rng(1);
  for (const char* const name :
       {"gru_1_forward_full", "gru_1_forward_packed", "gru_1_both_full", "gru_1_both_packed",
        "gru_2_forward_full", "gru_2_forward_packed", "gru_2_both_full", "gru_2_both_packed"}) {
    Golden golden("recurrent", name);
    const auto layers = static_cast<Index>(golden.number("layers"));
    GRU gru(4, 3, rng, layers, golden.number("bidirectional") != 0);
    golden.load(gru);
    std::vector<Index> lengths;
    if (golden.has("constant", "lengths")) lengths = golden.integers("lengths");
    const GRU::Result result = gru(golden.input("x"), lengths);
    std::vector<std::pair<std::string, Variable>> outputs{{"output", result.output}};
    for (std::size_t layer = 0; layer < result.final.size(); ++layer)
      outputs.emplace_back("final." + std::to_string(layer), result.final[layer]);
    golden.check(outputs);
  }
}

TEST_CASE("golden: LSTM cell, and LSTM of one and both directions, full and packed", "[golden][lstm]") {
  Rng rng(1);
  Golden one("recurrent", "lstm_cell");
  LSTMCell cell(5, 4, rng);
  one.load(cell);
  const LSTMState next = cell(one.input("x"), {one.input("h"), one.input("c")});
  one.check({{"h_next", next.h}, {"c_next", next.c}});
  for (const char* const name :
       {"lstm_forward_full", "lstm_forward_packed", "lstm_both_full", "lstm_both_packed"}) {
    Golden golden("recurrent", name);
    LSTM lstm(4, 3, rng, golden.number("bidirectional") != 0);
    golden.load(lstm);
    std::vector<Index> lengths;
    if (golden.has("constant", "lengths")) lengths = golden.integers("lengths");
    const LSTM::Result result = lstm(golden.input("x"), lengths);
    golden.check({{"output", result.output}, {"h", result.final.h}, {"c", result.final.c}});
  }
}

TEST_CASE("golden: the family of attention scores", "[golden]") {
  Rng rng(1);
  for (const char* const name : {"dot", "scaled", "general", "cosine", "additive"}) {
    Golden golden("attention", name);
    const Variable Q = golden.input("Q"), K = golden.input("K"), V = golden.input("V");
    const std::unique_ptr<Attention> attention = make_attention(name, Q.size(-1), K.size(-1), 6, rng);
    golden.load(*attention);
    const Attended attended = (*attention)(Q, K, V, golden.constant("mask"));
    golden.check({{"output", attended.output}, {"weights", attended.weights}});
  }
}

TEST_CASE("golden: multi-head attention", "[golden]") {
  Rng rng(1);
  for (const char* const name : {"multihead_cross", "multihead_self_causal", "multihead_unmasked"}) {
    Golden golden("attention", name);
    MultiheadAttention attention(6, 2, 0, rng);
    golden.load(attention);
    const Tensor mask = golden.has("constant", "mask") ? golden.constant("mask") : Tensor();
    const Variable Q = golden.input("Q"), K = golden.input("K"), V = golden.input("V");
    const AttentionWatch watch;
    const Variable output = attention(Q, K, V, mask);
    // The golden gradients flow back from the weights, too.
    const Variable weights = heed::testing::multihead_weights(attention, Q, K, mask);
    golden.check({{"output", output}, {"weights", weights}});
    check_close("watched", watch.calls().at(0).weights(), weights.value());
  }
}

namespace {

TransformerOptions small(bool pre_norm, Nonlinearity f) {
  return {.size = 4,
          .heads = 2,
          .layers = 2,
          .feed_forward = 5,
          .dropout = 0,
          .pre_norm = pre_norm,
          .nonlinearity = f};
}

}  // namespace

TEST_CASE("golden: Transformer layers, post- and pre-norm, relu and gelu", "[golden]") {
  Rng rng(1);
  for (const bool pre : {false, true}) {
    for (const Nonlinearity f : {Nonlinearity::relu, Nonlinearity::gelu}) {
      const std::string kind =
          std::string(pre ? "_pre_" : "_post_") + (f == Nonlinearity::relu ? "relu" : "gelu");
      Golden encoding("transformer", "encoder_layer" + kind);
      EncoderLayer encoder(small(pre, f), rng);
      encoding.load(encoder);
      encoding.check({{"y", encoder(encoding.input("x"), encoding.constant("mask"))}});

      Golden decoding("transformer", "decoder_layer" + kind);
      DecoderLayer decoder(small(pre, f), rng);
      decoding.load(decoder);
      const Variable encoded = decoding.input("encoded");
      DecoderLayerMemory memory{{}, decoder.cross_attention->remember(encoded, encoded)};
      decoding.check({{"y", decoder(decoding.input("x"), memory, decoding.constant("self_mask"),
                                    decoding.constant("cross_mask"))}});
    }
  }
}

TEST_CASE("golden: Transformer stacks", "[golden]") {
  Rng rng(1);
  for (const bool pre : {false, true}) {
    const std::string kind = pre ? "_pre" : "_post";
    Golden encoding("transformer", "encoder" + kind);
    Encoder encoder(small(pre, Nonlinearity::relu), rng);
    encoding.load(encoder);
    encoding.check({{"y", encoder(encoding.input("x"), encoding.constant("mask"))}});

    Golden decoding("transformer", "decoder" + kind);
    Decoder decoder(small(pre, Nonlinearity::relu), rng);
    decoding.load(decoder);
    DecoderMemory memory = decoder.remember(decoding.input("encoded"));
    decoding.check({{"y", decoder(decoding.input("x"), memory, decoding.constant("self_mask"),
                                  decoding.constant("cross_mask"))}});
  }
}

TEST_CASE("golden: convolutions", "[golden][convolution]") {
  Rng rng(1);
  Golden line("convolution", "conv1d");
  Conv1d conv1(3, 4, 3, rng, {.stride = 2, .padding = 1});
  line.load(conv1);
  line.check({{"y", conv1(line.input("x"))}});
  for (const bool plain : {true, false}) {
    Golden golden("convolution", plain ? "conv2d" : "conv2d_stride_and_padding");
    const ConvolutionOptions options{.stride = plain ? 1 : 2, .padding = plain ? 0 : 2};
    Conv2d layer(3, 4, 3, rng, options);
    golden.load(layer);
    golden.check({{"y", layer(golden.input("x"))}});
  }
}

TEST_CASE("golden: windows and maximum pooling", "[golden][convolution]") {
  Golden columns("convolution", "unfold");
  columns.check({{"y", unfold(columns.input("x"), {{2, 3}, {2, 1}, {1, 0}})}});
  Golden pooled("convolution", "max_pool2d");
  pooled.check({{"y", max_pool2d(pooled.input("x"), 2)}});
}
