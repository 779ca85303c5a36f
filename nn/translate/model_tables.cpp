#include "nn/translate/model_tables.h"

#include "nn/training/attention_settings.h"
#include "nn/translate/gru_model.h"
#include "nn/translate/transformer_model.h"

namespace heed {
namespace {

constexpr Index max_words = 100'000'000, max_size = 100'000, max_layers = 1000;

using namespace setting;

Value pre_norm(bool& field) { return choice<bool>(field, {{false, "false", "post"}, {true, "true", "pre"}}); }

std::vector<std::string> attention_names() {
  std::vector<std::string> names;
  for (const ScoreRow& row : score_table()) names.push_back(row.name);
  names.push_back("none");
  return names;
}

Value attention(std::string& field) {
  std::vector<ChoiceSetting<std::string>::Choice> choices;
  for (const std::string& name : attention_names()) choices.push_back({name, name});
  return choice(field, std::move(choices));
}

Value nonlinearity(Nonlinearity& field) {
  return choice<Nonlinearity>(field, {{Nonlinearity::relu, "relu"}, {Nonlinearity::gelu, "gelu"}});
}

// Models of before had no such setting.
ModelSetting tied(Tied& field) {
  return {.name = "tied",
          .value = choice<Tied>(field, {{Tied::none, "none"}, {Tied::output, "output"}, {Tied::all, "all"}}),
          .option = "--tie",
          .meaning = "whose weights the output has: its own, the target words', or those of both languages",
          .if_missing = "none"};
}

constexpr const char* layers_meaning = "layers in the encoder, and in the decoder";
constexpr const char* dropout_meaning = "share of values that dropout sets to 0 in training";

// Each table is bound to options of its own, which live as long as the table's make().
ModelTable gru_table(const GRUModelOptions& options) {
  const auto bound = std::make_shared<GRUModelOptions>(options);
  GRUModelOptions& o = *bound;
  // clang-format off
  std::vector<ModelSetting> rows{
      {"source_words", whole(o.source_words, max_words)},
      {"target_words", whole(o.target_words, max_words)},
      {"attention", attention(o.attention), "--attention", joined(attention_names(), ", "), "SCORE"},
      {"embedding", whole(o.embedding, max_size), "--embedding", "size of a word's vector"},
      {"hidden", whole(o.hidden, max_size), "--hidden", "size of a state"},
      {"bidirectional", yes_no(o.bidirectional), "--bidirectional", "whether the encoder reads in both directions"},
      {"teacher_forcing", share(o.teacher_forcing), "--teacher-forcing", "share of training steps that get the correct previous word"},
      {"layers", whole(o.layers, max_layers), "--layers", layers_meaning},
      {"dropout", share_below_one(o.dropout), "--dropout", dropout_meaning},
      tied(o.tied),
      {"readout", yes_no(o.readout)}};
  // clang-format on
  const auto make = [bound](Rng& rng) { return std::make_unique<GRUModel>(*bound, rng); };
  const auto fit = [bound](const DataSizes& sizes) {
    bound->source_words = sizes.source_words;
    bound->target_words = sizes.target_words;
  };
  return {{.model = "gru", .learning_rate = 1e-3, .rows = rows}, make, fit};
}

ModelTable transformer_table(const TransformerModelOptions& options) {
  const auto bound = std::make_shared<TransformerModelOptions>(options);
  TransformerModelOptions& o = *bound;
  TransformerOptions& t = o.transformer;
  // clang-format off
  std::vector<ModelSetting> rows{
      {"source_words", whole(o.source_words, max_words)},
      {"target_words", whole(o.target_words, max_words)},
      {"size", whole(t.size, max_size), "--size", "size of all vectors (d_model)"},
      {"heads", whole(t.heads, max_size), "--heads", "heads of each attention"},
      {"feed_forward", whole(t.feed_forward, max_size), "--feed-forward", "size inside the feed-forward blocks"},
      {"pre_norm", pre_norm(t.pre_norm), "--norm", "normalise after each sublayer, as in the paper, or before"},
      {"nonlinearity", nonlinearity(t.nonlinearity), "--nonlinearity", "nonlinearity inside the feed-forward blocks"},
      position_setting(o.positions),
      {"layers", whole(t.layers, max_layers), "--layers", layers_meaning},
      {"dropout", share_below_one(t.dropout), "--dropout", dropout_meaning},
      tied(o.tied),
      {"longest", whole(o.max_length, max_words)}};
  // clang-format on
  using enum AttentionKind;
  for (ModelSetting& row : attention_settings(t.self_attention, {full, local, strided, linear, low_rank}))
    rows.push_back(row);
  const auto make = [bound](Rng& rng) { return std::make_unique<TransformerModel>(*bound, rng); };
  const auto fit = [bound](const DataSizes& sizes) {
    bound->source_words = sizes.source_words;
    bound->target_words = sizes.target_words;
    bound->max_length = sizes.max_length;
  };
  const auto check = [bound](const Options& given) {
    require_possible_attention(given, bound->transformer, bound->positions);
  };
  return {{.model = "transformer", .learning_rate = 5e-4, .rows = rows}, make, fit, check};
}

}  // namespace

std::vector<ModelTable> model_tables() {
  return {gru_table(GRUModelOptions()), transformer_table(TransformerModelOptions())};
}

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const ModelTable& table : model_tables()) names.push_back(table.model);
  return names;
}

ModelTable model_table(const std::string& model) {
  return model_tables()[SettingsReader({{"model", model}}).choice("model", model_names())];
}

std::unique_ptr<TranslationModel> make_model(const Settings& settings, Rng& rng) {
  ModelTable table = model_table(SettingsReader(settings).text("model"));
  table.set(settings);
  return table.make(rng);
}

Settings GRUModel::settings() const { return gru_table(options_).settings(); }
Settings TransformerModel::settings() const { return transformer_table(options_).settings(); }

}  // namespace heed
