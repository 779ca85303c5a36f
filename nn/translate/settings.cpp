#include "nn/translate/settings.h"

#include "nn/translate/gru_model.h"
#include "nn/translate/transformer_model.h"
#include "tensor/ground/error.h"
#include "tensor/ground/format.h"

#include <charconv>
#include <cstdio>

namespace heed {
namespace {

template <class Number>
Number parse(const std::string& name, const std::string& value) {
  Number number{};
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (problem != std::errc() || end != value.data() + value.size())
    fail("settings: '", name, "' is '", value, "', which is no number");
  return number;
}

}  // namespace

const std::string& SettingsReader::text(const std::string& name) const {
  const auto found = settings_.find(name);
  if (found == settings_.end()) fail("settings: '", name, "' is missing");
  return found->second;
}

Index SettingsReader::integer(const std::string& name) const { return parse<Index>(name, text(name)); }
Index SettingsReader::size(const std::string& name, Index most) const {
  const Index value = integer(name);
  if (value < 1 || value > most) fail("settings: '", name, "' is ", value, ", not between 1 and ", most);
  return value;
}
double SettingsReader::number(const std::string& name) const { return parse<double>(name, text(name)); }
bool SettingsReader::truth(const std::string& name) const {
  const std::string& value = text(name);
  if (value != "true" && value != "false") fail("settings: '", name, "' is '", value, "', not true or false");
  return value == "true";
}

std::string tokenizer_name(Tokenizer tokenizer) { return tokenizer == Tokenizer::plain ? "plain" : "split"; }

Tokenizer tokenizer_from_name(const std::string& name) {
  for (const Tokenizer tokenizer : {Tokenizer::plain, Tokenizer::split}) {
    if (name == tokenizer_name(tokenizer)) return tokenizer;
  }
  fail("tokenizer: '", name, "' is neither plain nor split");
}

Settings GRUModel::settings() const {
  const GRUModelOptions& o = options_;
  return {{"model", "gru"},
          {"source_words", to_text(o.source_words)},
          {"target_words", to_text(o.target_words)},
          {"embedding", to_text(o.embedding)},
          {"hidden", to_text(o.hidden)},
          {"layers", to_text(o.layers)},
          {"bidirectional", to_text(o.bidirectional)},
          {"attention", o.attention},
          {"dropout", exact(o.dropout)},
          {"teacher_forcing", exact(o.teacher_forcing)},
          {"readout", to_text(o.readout)}};
}

Settings TransformerModel::settings() const {
  const TransformerOptions& o = options_.transformer;
  return {{"model", "transformer"},
          {"source_words", to_text(options_.source_words)},
          {"target_words", to_text(options_.target_words)},
          {"size", to_text(o.size)},
          {"heads", to_text(o.heads)},
          {"layers", to_text(o.layers)},
          {"feed_forward", to_text(o.feed_forward)},
          {"dropout", exact(o.dropout)},
          {"pre_norm", to_text(o.pre_norm)},
          {"nonlinearity", o.nonlinearity == Nonlinearity::relu ? "relu" : "gelu"},
          {"positions", options_.positions == PositionKind::learned ? "learned" : "sinusoidal"},
          {"longest", to_text(options_.longest)}};
}

std::unique_ptr<TranslationModel> make_model(const Settings& settings, Rng& rng) {
  const SettingsReader read(settings);
  const std::string& kind = read.text("model");
  if (kind == "gru") {
    GRUModelOptions o;
    o.source_words = read.size("source_words");
    o.target_words = read.size("target_words");
    o.embedding = read.size("embedding");
    o.hidden = read.size("hidden");
    o.layers = read.size("layers", 1000);
    o.bidirectional = read.truth("bidirectional");
    o.attention = read.text("attention");
    o.dropout = read.number("dropout");
    o.teacher_forcing = read.number("teacher_forcing");
    o.readout = read.truth("readout");
    return std::make_unique<GRUModel>(o, rng);
  }
  if (kind == "transformer") {
    TransformerModelOptions o;
    o.source_words = read.size("source_words");
    o.target_words = read.size("target_words");
    o.transformer.size = read.size("size");
    o.transformer.heads = read.size("heads");
    o.transformer.layers = read.size("layers", 1000);
    o.transformer.feed_forward = read.size("feed_forward");
    o.transformer.dropout = read.number("dropout");
    o.transformer.pre_norm = read.truth("pre_norm");
    o.transformer.nonlinearity =
        read.text("nonlinearity") == "gelu" ? Nonlinearity::gelu : Nonlinearity::relu;
    o.positions = read.text("positions") == "learned" ? PositionKind::learned : PositionKind::sinusoidal;
    o.longest = read.size("longest");
    return std::make_unique<TransformerModel>(o, rng);
  }
  fail("settings: the model '", kind, "' is neither gru nor transformer");
}

}  // namespace heed
