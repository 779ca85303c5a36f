#include "nn/translate/settings.h"

#include "tensor/ground/error.h"

namespace heed {
namespace {

const std::vector<std::string> tokenizers{"plain", "split"};

// The error of a value in a file, which is not an error in the use of a program.
template <class Parse>
auto parse_stored(const std::string& name, const Parse& parse) {
  try {
    return parse("'" + name + "'");
  } catch (const Error& error) {
    throw Error(std::string("settings: ") + error.what());
  }
}

}  // namespace

Settings ModelTable::settings() const {
  Settings settings{{"model", model}};
  for (const ModelSetting& row : rows) settings[row.name] = row.value->text(SettingForm::file);
  return settings;
}

void ModelTable::set(const Settings& settings) {
  const SettingsReader read(settings);
  for (const ModelSetting& row : rows) {
    const std::string& text = read.text(row.name);
    parse_stored(row.name, [&](const std::string& name) { row.value->set(name, text, SettingForm::file); });
  }
}

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const ModelTable& table : model_tables()) names.push_back(table.model);
  return names;
}

ModelTable model_table(const std::string& model) {
  return parse_stored("model", [&](const std::string& name) {
    return model_tables()[parse_choice(name, model, model_names())];
  });
}

std::unique_ptr<TranslationModel> make_model(const Settings& settings, Rng& rng) {
  ModelTable table = model_table(SettingsReader(settings).text("model"));
  table.set(settings);
  return table.make(rng);
}

const std::string& SettingsReader::text(const std::string& name) const {
  const auto found = settings_.find(name);
  if (found == settings_.end()) fail("settings: '", name, "' is missing");
  return found->second;
}

Index SettingsReader::count(const std::string& name, Index min, Index max) const {
  const std::string& value = text(name);
  return parse_stored(name,
                      [&](const std::string& quoted) { return parse_integer(quoted, value, min, max); });
}

double SettingsReader::number(const std::string& name, double min, double max) const {
  const std::string& value = text(name);
  return parse_stored(name, [&](const std::string& quoted) { return parse_number(quoted, value, min, max); });
}

void SettingsReader::require_known(const std::string& prefix, const Settings& known) const {
  for (const auto& [name, value] : settings_) {
    if (name.starts_with(prefix) && !known.contains(name))
      fail("settings: '", name, "' is unknown; was the file made by another version?");
  }
}

namespace {

bool is_old(Tokenizer tokenizer) {
  return tokenizer == Tokenizer::old_plain || tokenizer == Tokenizer::old_split;
}

}  // namespace

std::string tokenizer_name(Tokenizer tokenizer) {
  const bool plain = tokenizer == Tokenizer::plain || tokenizer == Tokenizer::old_plain;
  return tokenizers[plain ? 0 : 1];
}

Tokenizer tokenizer_from_name(const std::string& name) {
  return parse_stored("tokenizer", [&](const std::string& quoted) {
    return static_cast<Tokenizer>(parse_choice(quoted, name, tokenizers));
  });
}

Settings tokenizer_settings(Tokenizer tokenizer) {
  Settings settings{{"tokenizer", tokenizer_name(tokenizer)}};
  if (!is_old(tokenizer)) settings["normalization"] = "nfc";
  return settings;
}

Tokenizer tokenizer_from_settings(const Settings& settings) {
  const Tokenizer tokenizer = tokenizer_from_name(SettingsReader(settings).text("tokenizer"));
  const auto normalization = settings.find("normalization");
  if (normalization == settings.end())
    return tokenizer == Tokenizer::plain ? Tokenizer::old_plain : Tokenizer::old_split;
  parse_stored("normalization",
               [&](const std::string& name) { return parse_choice(name, normalization->second, {"nfc"}); });
  return tokenizer;
}

}  // namespace heed
