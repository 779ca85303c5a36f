#include "nn/generate/gpt_table.h"

#include "nn/training/attention_settings.h"

namespace heed {
namespace {

constexpr Index max_words = 100'000'000, max_size = 100'000, max_layers = 1000;

// As large as makemore's Transformer.
GPTOptions default_options() {
  return {.words = 1,
          .transformer = {.size = 64,
                          .heads = 4,
                          .layers = 4,
                          .feed_forward = 256,
                          .dropout = 0.1,
                          .pre_norm = true,
                          .nonlinearity = Nonlinearity::gelu},
          .context = 64};
}

}  // namespace

GPTTable::GPTTable() : GPTTable(default_options()) {}

GPTTable::GPTTable(const GPTOptions& options) : options_(std::make_shared<GPTOptions>(options)) {
  using namespace setting;
  GPTOptions& o = *options_;
  TransformerOptions& t = o.transformer;
  model = "gpt";
  learning_rate = 3e-3;
  // clang-format off
  rows = {
      {"words", whole(o.words, max_words)},
      {"size", whole(t.size, max_size), "--size", "size of all vectors (d_model)"},
      {"heads", whole(t.heads, max_size), "--heads", "heads of each attention"},
      {"layers", whole(t.layers, max_layers), "--layers", "number of layers"},
      {"feed_forward", whole(t.feed_forward, max_size), "--feed-forward", "size inside the feed-forward blocks"},
      {"context", whole(o.context, max_words), "--context", "maximum number of tokens that the model sees at once"},
      {"dropout", share_below_one(t.dropout), "--dropout", "share of values that dropout sets to 0 in training"},
      {"nonlinearity", choice<Nonlinearity>(t.nonlinearity, {{Nonlinearity::relu, "relu"}, {Nonlinearity::gelu, "gelu"}}), "--nonlinearity", "nonlinearity inside the feed-forward blocks"},
      position_setting(o.positions),
      {"norm", choice<NormKind>(t.norm, {{NormKind::layer, "layer"}, {NormKind::rms, "rms"}, {NormKind::rms_without_gain, "rms-without-gain"}}), "--norm", "normalisation: layer, rms or rms-without-gain", "KIND"},
      {"input_norm", yes_no(o.input_norm), "--input-norm", "whether to normalise before the first layer"},
      {"final_norm", yes_no(t.final_norm), "--final-norm", "whether to normalise after the last layer"},
      {"biases", yes_no(t.biases), "--biases", "whether linear layers have biases"},
      {"tied", yes_no(o.tied), "--tied", "whether the output has the weights of the embedding"}};
  // clang-format on
  using enum AttentionKind;
  for (ModelSetting& row : attention_settings(t.self_attention, {full, local, strided, linear}))
    rows.push_back(row);
}

void GPTTable::check(const Options& given) const {
  require_possible_attention(given, options_->transformer, options_->positions);
}

}  // namespace heed
