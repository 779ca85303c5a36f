#include "tests/nn/layer_cases.h"

#include "autograd/operations/functions.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/graph_attention.h"
#include "nn/attention/masks.h"
#include "nn/attention/multihead.h"
#include "nn/attention/pooling.h"
#include "nn/attention/scores.h"
#include "nn/convolution_layers.h"
#include "nn/recurrent/gru.h"
#include "nn/recurrent/lstm.h"
#include "nn/transformer/gpt.h"
#include "nn/transformer/positions.h"
#include "nn/transformer/transformer.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/views.h"
#include "tests/nn/helpers.h"

namespace heed::testing {
namespace {

using Inputs = std::vector<Variable>;
using Tensors = std::vector<Tensor>;

// Builds the table; `add` makes a layer and shuffles its parameters.
class Table {
 public:
  explicit Table(std::uint64_t seed) : rng_(seed) {}

  Variable random(const Shape& shape) { return leaf(random_normal(shape, rng_)); }
  Rng& rng() { return rng_; }

  template <class Layer, class Run>
  void add(const std::string& name, std::shared_ptr<Layer> layer, Inputs inputs, Run run,
           Reference reference) {
    shuffle_parameters(*layer, rng_);
    const Layer* const callee = layer.get();
    cases.push_back({name, std::move(layer), std::move(inputs),
                     [callee, run](const Inputs& x) { return run(*callee, x); }, std::move(reference)});
  }

  std::vector<LayerCase> cases;

 private:
  Rng rng_;
};

// Tokens as an input of a case, which is a tensor.
Tensor token_numbers() {
  const TokenMatrix words = token_rows({{1, 3, 3}, {2, 1, 4}, {4, 0, 0}});
  Tensor numbers = empty({3, 3});
  std::copy(words.ids.begin(), words.ids.end(), numbers.mutable_data());
  return numbers;
}
TokenMatrix as_tokens(const Variable& numbers) {
  TokenMatrix tokens(numbers.size(0), numbers.size(1));
  const std::vector<Scalar> ids = numbers.value().to_vector();
  std::transform(ids.begin(), ids.end(), tokens.ids.begin(),
                 [](Scalar id) { return static_cast<Token>(id); });
  return tokens;
}

std::vector<Index> as_lengths(const Variable& numbers) {
  std::vector<Index> lengths;
  for (const Scalar length : numbers.value().to_vector()) lengths.push_back(static_cast<Index>(length));
  return lengths;
}

void add_small_layers(Table& table) {
  const Variable x = table.random({3, 2, 5});
  const auto call = [](const auto& layer, const Inputs& inputs) { return layer(inputs[0]); };
  const Reference plain_linear = [](const Parameters& p, const Tensors& in) {
    return plain::linear(p, "", in[0]);
  };
  table.add("linear", std::make_shared<Linear>(5, 4, table.rng()), {x}, call, plain_linear);
  table.add("linear without bias", std::make_shared<Linear>(5, 4, table.rng(), false), {x}, call,
            plain_linear);
  table.add("layer norm", std::make_shared<LayerNorm>(5), {x}, call,
            [](const Parameters& p, const Tensors& in) { return plain::layer_norm(p, "", in[0]); });
  for (const Nonlinearity f : {Nonlinearity::relu, Nonlinearity::gelu}) {
    table.add(f == Nonlinearity::relu ? "feed-forward, relu" : "feed-forward, gelu",
              std::make_shared<FeedForward>(5, 4, 0.0, f, table.rng()), {x}, call,
              [f](const Parameters& p, const Tensors& in) {
                return plain::feed_forward(p, "", in[0], f == Nonlinearity::gelu);
              });
  }
  table.add("learned positions", std::make_shared<Positions>(PositionKind::learned, 2, 5, table.rng()), {x},
            call, [](const Parameters& p, const Tensors& in) { return in[0] + p.at("weight"); });
  table.add("sinusoidal positions", std::make_shared<Positions>(PositionKind::sinusoidal, 2, 5, table.rng()),
            {x}, call,
            [](const Parameters&, const Tensors& in) { return in[0] + plain::sinusoidal_positions(2, 5); });

  auto sequence = std::make_shared<Sequential>();
  sequence->add<Linear>(5, 4, table.rng());
  sequence->add([](const Variable& y) { return tanh(y); });
  sequence->add<LayerNorm>(4);
  table.add("sequential", sequence, {x}, call, [](const Parameters& p, const Tensors& in) {
    return plain::layer_norm(p, "layers.1", tanh(plain::linear(p, "layers.0", in[0])));
  });

  table.add(
      "embedding", std::make_shared<Embedding>(5, 4, table.rng()), {token_numbers()},
      [](const Embedding& layer, const Inputs& inputs) { return layer(as_tokens(inputs[0])); },
      [](const Parameters& p, const Tensors& in) { return plain::embedding(p.at("weight"), in[0]); });
}

void add_recurrent_layers(Table& table) {
  const Inputs step{table.random({3, 5}), table.random({3, 4})},
      smallest{table.random({3, 1}), table.random({3, 1})};
  const auto call = [](const auto& cell, const Inputs& inputs) { return cell(inputs[0], inputs[1]); };
  table.add("RNN cell", std::make_shared<RNNCell>(5, 4, table.rng()), step, call,
            [](const Parameters& p, const Tensors& in) { return plain::rnn_step(p, "", in[0], in[1]); });
  table.add("GRU cell", std::make_shared<GRUCell>(5, 4, table.rng()), step, call,
            [](const Parameters& p, const Tensors& in) { return plain::gru_step(p, "", in[0], in[1]); });
  table.add("RNN cell of size 1", std::make_shared<RNNCell>(1, 1, table.rng()), smallest, call,
            [](const Parameters& p, const Tensors& in) { return plain::rnn_step(p, "", in[0], in[1]); });
  table.add("GRU cell of size 1", std::make_shared<GRUCell>(1, 1, table.rng()), smallest, call,
            [](const Parameters& p, const Tensors& in) { return plain::gru_step(p, "", in[0], in[1]); });
  struct Sizes {
    const char* name;
    Index inputs, hidden;
    bool both;
  };
  for (const auto& [name, size, hidden, both] :
       {Sizes{"GRU, one direction", 3, 2, false}, Sizes{"GRU, both directions", 3, 2, true},
        Sizes{"GRU of size 1", 1, 1, false}, Sizes{"GRU of size 1, both directions", 1, 1, true}}) {
    table.add(
        name, std::make_shared<GRU>(size, hidden, table.rng(), 2, both),
        {table.random({3, 4, size}), tensor({2, 4, 1})},
        [](const GRU& gru, const Inputs& inputs) {
          const GRU::Result result = gru(inputs[0], as_lengths(inputs[1]));
          std::vector<Variable> parts{reshape(result.output, {3, -1})};
          parts.insert(parts.end(), result.final.begin(), result.final.end());
          return concatenate(parts, 1);
        },
        [both = both](const Parameters& p, const Tensors& in) { return plain::gru(p, in[0], in[1], both); });
  }
}

void add_lstm(Table& table) {
  for (const bool both : {false, true}) {
    table.add(
        both ? "LSTM, both directions" : "LSTM, one direction",
        std::make_shared<LSTM>(3, 2, table.rng(), both), {table.random({3, 4, 3}), tensor({2, 4, 1})},
        [](const LSTM& lstm, const Inputs& inputs) {
          const LSTM::Result result = lstm(inputs[0], as_lengths(inputs[1]));
          return concatenate({reshape(result.output, {3, -1}), result.final.h, result.final.c}, 1);
        },
        [both](const Parameters& p, const Tensors& in) { return plain::lstm(p, in[0], in[1], both); });
  }
}

void add_graph_attention(Table& table) {
  const Tensor neighbours = tensor({{1, 1, 0, 0}, {0, 1, 1, 1}, {1, 0, 1, 0}, {0, 0, 1, 1}});
  const auto run = [neighbours](const GraphAttention& layer, const Inputs& inputs) {
    return layer(inputs[0], neighbours).output;
  };
  for (const bool second : {false, true}) {
    const auto reference = [neighbours, second](const Parameters& p, const Tensors& in) {
      return plain::graph_attention(p, in[0], neighbours, second);
    };
    const Variable x = table.random({3, 4, 2});
    if (second)
      table.add("GATv2", std::make_shared<GATv2>(2, 5, table.rng()), {x}, run, reference);
    else
      table.add("GAT", std::make_shared<GAT>(2, 5, table.rng()), {x}, run, reference);
  }
}

void add_pooling_and_convolution(Table& table) {
  table.add(
      "attention pooling", std::make_shared<AttentionPooling>(3, 2, table.rng()),
      {table.random({3, 4, 3}), tensor({2, 4, 1})},
      [](const AttentionPooling& pool, const Inputs& inputs) {
        return pool(inputs[0], as_lengths(inputs[1])).output;
      },
      [](const Parameters& p, const Tensors& in) { return plain::attention_pooling(p, in[0], in[1]); });
  const auto call = [](const auto& layer, const Inputs& inputs) { return layer(inputs[0]); };
  table.add("convolution over time",
            std::make_shared<Conv1d>(2, 3, 3, table.rng(), ConvolutionOptions{.padding = 1}),
            {table.random({3, 2, 4})}, call, [](const Parameters& p, const Tensors& in) {
              Parameters flat = p;  // a picture of height 1, and no padding above and below it
              flat["weight"] = unsqueeze(p.at("weight"), 2);
              const Tensor padded = concatenate({zeros({3, 2, 1}), in[0], zeros({3, 2, 1})}, 2);
              return squeeze(plain::convolution(flat, unsqueeze(padded, 2), 1, 0), 2);
            });
  table.add("convolution over pictures",
            std::make_shared<Conv2d>(2, 3, 3, table.rng(), ConvolutionOptions{.stride = 2, .padding = 1}),
            {table.random({3, 2, 4, 5})}, call,
            [](const Parameters& p, const Tensors& in) { return plain::convolution(p, in[0], 2, 1); });
}

void add_attention(Table& table) {
  const Tensor mask = length_mask({4, 2, 3}, 4);
  const auto call = [](const Attention& attention, const Inputs& x) {
    const Attended attended = attention(x[0], x[1], x[2], x[3].value());
    return concatenate({attended.output, attended.weights}, -1);
  };
  for (const ScoreRow& row : score_table()) {
    if (row.name == "hard") continue;  // choosing has no derivative
    const Index query_size = row.needs_equal_sizes ? 5 : 3;
    std::shared_ptr<Attention> attention = make_attention(row.name, query_size, 5, 4, table.rng());
    table.add(row.name + " attention", attention,
              {table.random({3, 2, query_size}), table.random({3, 4, 5}), table.random({3, 4, 2}), mask},
              call, [name = row.name](const Parameters& p, const Tensors& in) {
                const Tensor weights = plain::weights(plain::scores(name, p, in[0], in[1]), in[3]);
                return concatenate({matmul(weights, in[2]), weights}, -1);
              });
  }
  table.add(
      "multi-head attention", std::make_shared<MultiheadAttention>(4, 2, 0.0, table.rng()),
      {table.random({3, 2, 4}), table.random({3, 4, 4}), table.random({3, 4, 4}), mask},
      [](const MultiheadAttention& attention, const Inputs& x) {
        return attention(x[0], x[1], x[2], x[3].value());
      },
      [](const Parameters& p, const Tensors& in) {
        return plain::multihead(p, "", 2, in[0], in[1], in[2], in[3]);
      });
}

void add_transformer(Table& table) {
  for (const bool pre : {false, true}) {
    const TransformerOptions options{.size = 4,
                                     .heads = 2,
                                     .layers = 2,
                                     .feed_forward = 3,
                                     .dropout = 0,
                                     .pre_norm = pre,
                                     .nonlinearity = Nonlinearity::gelu};
    const plain::Transformer kind{.heads = 2, .pre_norm = pre, .gelu = true};
    const std::string order = pre ? ", pre-norm" : ", post-norm";
    const Variable source = table.random({3, 4, 4}), target = table.random({3, 2, 4});
    const Tensor mask = length_mask({4, 2, 3}, 4);
    const auto encode = [](const auto& encoder, const Inputs& x) { return encoder(x[0], x[1].value()); };
    table.add("encoder layer" + order, std::make_shared<EncoderLayer>(options, table.rng()), {source, mask},
              encode, [kind](const Parameters& p, const Tensors& in) {
                return plain::encoder_layer(kind, p, "", in[0], in[1]);
              });
    table.add(
        "encoder" + order, std::make_shared<Encoder>(options, table.rng()), {source, mask}, encode,
        [kind](const Parameters& p, const Tensors& in) { return plain::encoder(kind, p, in[0], in[1]); });
    table.add(
        "decoder layer" + order, std::make_shared<DecoderLayer>(options, table.rng()), {target, source, mask},
        [](const DecoderLayer& decoder, const Inputs& x) {
          DecoderLayerMemory memory{{}, decoder.cross_attention->remember(x[1], x[1])};
          return decoder(x[0], memory, causal_mask(2), x[2].value());
        },
        [kind](const Parameters& p, const Tensors& in) {
          return plain::decoder_layer(kind, p, "", in[0], in[1], causal_mask(2), in[2]);
        });
    table.add(
        "decoder" + order, std::make_shared<Decoder>(options, table.rng()), {target, source, mask},
        [](const Decoder& decoder, const Inputs& x) {
          DecoderMemory memory = decoder.remember(x[1]);
          return decoder(x[0], memory, causal_mask(2), x[2].value());
        },
        [kind](const Parameters& p, const Tensors& in) {
          return plain::decoder(kind, p, in[0], in[1], causal_mask(2), in[2]);
        });
  }
}

void add_rms_norm(Table& table) {
  for (const bool gain : {true, false}) {
    table.add(
        gain ? "RMS norm" : "RMS norm without gain", std::make_shared<RMSNorm>(5, gain),
        {table.random({3, 2, 5})}, [](const RMSNorm& norm, const Inputs& x) { return norm(x[0]); },
        [](const Parameters& p, const Tensors& in) { return plain::rms_norm(p, "", in[0]); });
  }
}

void add_gpt(Table& table) {
  const TransformerOptions gelu{.size = 4,
                                .heads = 2,
                                .layers = 2,
                                .feed_forward = 3,
                                .dropout = 0,
                                .pre_norm = true,
                                .nonlinearity = Nonlinearity::gelu};
  TransformerOptions rms = gelu, bare = gelu;
  rms.norm = NormKind::rms;
  bare.norm = NormKind::rms_without_gain;
  bare.nonlinearity = Nonlinearity::relu;
  bare.biases = bare.final_norm = false;
  const PositionKind learned = PositionKind::learned, sines = PositionKind::sinusoidal;
  const auto add = [&](const char* name, const GPTOptions& options, const plain::Transformer& kind) {
    table.add(
        name, std::make_shared<GPT>(options, table.rng()), {token_numbers()},
        [](const GPT& gpt, const Inputs& x) { return gpt.logits(as_tokens(x[0])); },
        [kind](const Parameters& p, const Tensors& in) { return plain::gpt(kind, p, in[0]); });
  };
  add("GPT, tied", {.words = 5, .transformer = gelu, .positions = learned, .context = 3},
      {.heads = 2, .pre_norm = true, .gelu = true});
  add("GPT, RMS norm, sinusoidal", {.words = 5, .transformer = rms, .positions = sines, .tied = false},
      {.heads = 2, .pre_norm = true, .gelu = true, .rms = true});
  add("GPT like microGPT",
      {.words = 5,
       .transformer = bare,
       .positions = learned,
       .context = 3,
       .tied = false,
       .input_norm = true},
      {.heads = 2, .pre_norm = true, .gelu = false, .rms = true, .final_norm = false});
}

}  // namespace

std::vector<LayerCase> layer_cases(std::uint64_t seed) {
  Table table(seed);
  add_small_layers(table);
  add_recurrent_layers(table);
  add_lstm(table);
  add_pooling_and_convolution(table);
  add_graph_attention(table);
  add_attention(table);
  add_transformer(table);
  add_rms_norm(table);
  add_gpt(table);
  return table.cases;
}

}  // namespace heed::testing
