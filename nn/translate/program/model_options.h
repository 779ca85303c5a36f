// The options of `translate train` that choose the model and its settings, from the models' tables.
#pragma once

#include "nn/translate/model_tables.h"
#include "tensor/ground/options.h"

namespace heed {

// --model, then each option of one model only, then the options that all models have.
std::vector<Option> model_options();

// Sets the values that were given. Throws as chosen_model().
void set_given(ModelTable& table, const Options& options);

// The table of the model that the user chose, with the values that were given. Throws for an option that
// does not apply to this model, for a value that is not allowed, and for values that contradict each other.
ModelTable chosen_model(const Options& options);

// The row of an option such as "--heads"; null if the model has no such option.
const ModelSetting* find_row(const ModelTable& table, const std::string& option);

// Whether an option is for other models only.
bool applies_to(const ModelTable& table, const std::string& option);

// Text with a value for each model: per_model(f) is "gru 1, transformer 2".
template <class Value>
std::string per_model(const Value& value) {
  std::vector<std::string> parts;
  for (const ModelTable& table : model_tables()) parts.push_back(table.model + " " + value(table));
  return joined(parts, ", ");
}

}  // namespace heed
