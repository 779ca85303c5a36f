// The tables of the translation models' settings. To add a setting, add a field with its default value to the
// model's options, and one row in model_tables.cpp.
#pragma once

#include "nn/training/settings.h"
#include "nn/translate/translation_model.h"

#include <functional>

namespace heed {

// Sizes of the training data: words in the vocabularies, with the special tokens, and the maximum number of
// tokens in a sentence, with <bos> and <eos>.
struct DataSizes {
  Index source_words, target_words, max_length;
};

struct ModelTable : SettingsTable {
  // Makes a model with fresh parameters from the current values.
  std::function<std::unique_ptr<TranslationModel>(Rng&)> make;
  // Sets the values that follow from the training data.
  std::function<void(const DataSizes&)> fit;
  // Throws a UsageError if the current values, which the options gave, contradict each other.
  std::function<void(const Options&)> check = [](const Options&) {};
};

// The table of each model, with the default values, and their names: "gru", "transformer".
std::vector<ModelTable> model_tables();
std::vector<std::string> model_names();
// Throws if there is no model of this name.
ModelTable model_table(const std::string& model);

// A model with fresh parameters, of the kind and the sizes that the settings name.
std::unique_ptr<TranslationModel> make_model(const Settings& settings, Rng& rng);

}  // namespace heed
