#include "nn/translate/tokenizer_settings.h"

namespace heed {
namespace {

const std::vector<std::string> tokenizers{"plain", "split", "bpe"};

bool is_old(Tokenizer tokenizer) {
  return tokenizer == Tokenizer::old_plain || tokenizer == Tokenizer::old_split;
}

}  // namespace

std::string tokenizer_name(Tokenizer tokenizer) {
  if (tokenizer == Tokenizer::old_plain) return tokenizer_name(Tokenizer::plain);
  if (tokenizer == Tokenizer::old_split) return tokenizer_name(Tokenizer::split);
  return tokenizers[static_cast<std::size_t>(tokenizer)];
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
    return tokenizer == Tokenizer::plain   ? Tokenizer::old_plain
           : tokenizer == Tokenizer::split ? Tokenizer::old_split
                                           : tokenizer;
  SettingsReader(settings).choice("normalization", {"nfc"});
  return tokenizer;
}

}  // namespace heed
