#include "nn/translate/tokenizer_settings.h"

namespace heed {
namespace {

const std::vector<std::string> tokenizers{"plain", "split"};

bool is_old(Tokenizer tokenizer) {
  return tokenizer == Tokenizer::old_plain || tokenizer == Tokenizer::old_split;
}

}  // namespace

std::string tokenizer_name(Tokenizer tokenizer) {
  const bool plain = tokenizer == Tokenizer::plain || tokenizer == Tokenizer::old_plain;
  return tokenizers[plain ? 0 : 1];
}

Tokenizer tokenizer_from_name(const std::string& name) {
  return static_cast<Tokenizer>(SettingsReader({{"tokenizer", name}}).choice("tokenizer", tokenizers));
}

Settings tokenizer_settings(Tokenizer tokenizer) {
  Settings settings{{"tokenizer", tokenizer_name(tokenizer)}};
  if (!is_old(tokenizer)) settings["normalization"] = "nfc";
  return settings;
}

Tokenizer tokenizer_from_settings(const Settings& settings) {
  const Tokenizer tokenizer = tokenizer_from_name(SettingsReader(settings).text("tokenizer"));
  if (!settings.contains("normalization"))
    return tokenizer == Tokenizer::plain ? Tokenizer::old_plain : Tokenizer::old_split;
  SettingsReader(settings).choice("normalization", {"nfc"});
  return tokenizer;
}

}  // namespace heed
