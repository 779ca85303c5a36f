// Settings as text by name, the form in which a model file remembers what its model was made with.
#pragma once

#include "nn/attention/scores.h"
#include "nn/text/tokenizer.h"
#include "nn/translate/translation_model.h"

namespace heed {

using Settings = std::map<std::string, std::string>;

// Reads settings; each get throws, naming the setting, when it is missing or is no such value.
class SettingsReader {
 public:
  explicit SettingsReader(const Settings& settings) : settings_(settings) {}
  const std::string& text(const std::string& name) const;
  Index integer(const std::string& name) const;
  Index size(const std::string& name, Index most = 100'000'000) const;  // from 1 to `most`
  double number(const std::string& name) const;
  bool truth(const std::string& name) const;

 private:
  const Settings& settings_;
};

std::string tokenizer_name(Tokenizer tokenizer);  // "plain", "split"
Tokenizer tokenizer_from_name(const std::string& name);

// A model with fresh parameters, of the kind and the sizes that the settings name.
std::unique_ptr<TranslationModel> make_model(const Settings& settings, Rng& rng);

}  // namespace heed
