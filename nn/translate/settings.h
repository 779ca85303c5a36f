// The settings that a model is made with. Each model has one table of them, in model_tables.cpp. The table
// serves the command line, its help, the model file, the checks of both, and the run page.
#pragma once

#include "nn/text/tokenizer.h"
#include "nn/translate/setting_value.h"
#include "nn/translate/translation_model.h"

#include <functional>
#include <limits>

namespace heed {

// A row of the table.
struct ModelSetting {
  std::string name;                     // in the model file: "feed_forward"
  std::shared_ptr<SettingValue> value;  // its current value, and the values that are allowed
  std::string option = "";              // on the command line: "--feed-forward"; "" if the user has no choice
  std::string meaning = "";             // for the help: "size inside the feed-forward blocks"
  std::string argument = value->allowed();  // for the help: "N"
};

// Settings as text by name, the form of the model file.
using Settings = std::map<std::string, std::string>;

// Sizes of the training data: words in the vocabularies, with the special tokens, and the maximum number of
// tokens in a sentence, with <bos> and <eos>.
struct DataSizes {
  Index source_words, target_words, max_length;
};

// A copy of a table shares its values.
struct ModelTable {
  std::string model;     // "gru"
  double learning_rate;  // Adam's, unless the user gives a different one
  std::vector<ModelSetting> rows;
  // Makes a model with fresh parameters from the current values.
  std::function<std::unique_ptr<TranslationModel>(Rng&)> make;
  // Sets the values that follow from the training data.
  std::function<void(const DataSizes&)> fit;

  Settings settings() const;
  // Sets every value. Throws, naming the setting, if one is missing or not allowed.
  void set(const Settings& settings);
};

// The table of each model, with the default values, and their names: "gru", "transformer".
std::vector<ModelTable> model_tables();
std::vector<std::string> model_names();
// Throws if there is no model of this name.
ModelTable model_table(const std::string& model);

// A model with fresh parameters, of the kind and the sizes that the settings name.
std::unique_ptr<TranslationModel> make_model(const Settings& settings, Rng& rng);

// Reads values from the text of a model file. Each function throws, naming the value, if it is missing or
// not such a value.
class SettingsReader {
 public:
  explicit SettingsReader(const Settings& settings) : settings_(settings) {}
  const std::string& text(const std::string& name) const;
  Index count(const std::string& name, Index min = 0, Index max = std::numeric_limits<Index>::max()) const;
  double number(const std::string& name, double min, double max) const;
  // Throws if there is a value with this prefix that `known` does not have.
  void require_known(const std::string& prefix, const Settings& known) const;

 private:
  const Settings& settings_;
};

std::string tokenizer_name(Tokenizer tokenizer);  // "plain", "split", also for the old ones
Tokenizer tokenizer_from_name(const std::string& name);

// How a model reads text, in the form of its file: "tokenizer", and "normalization", which the files of the
// old tokenisers do not have.
Settings tokenizer_settings(Tokenizer tokenizer);
Tokenizer tokenizer_from_settings(const Settings& settings);

}  // namespace heed
