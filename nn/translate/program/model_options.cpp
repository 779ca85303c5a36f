#include "nn/translate/program/model_options.h"

#include <algorithm>
#include <set>

namespace heed {
namespace {

std::string default_of(const ModelTable& table, const std::string& option) {
  return find_row(table, option)->value->text(SettingForm::command_line);
}

// An option that every model has. The help gives the default once if it is the same for all models.
Option shared_option(const ModelSetting& row) {
  std::set<std::string> defaults;
  for (const ModelTable& table : model_tables()) defaults.insert(default_of(table, row.option));
  if (defaults.size() == 1) return {row.option, row.argument, *defaults.begin(), row.meaning};
  const std::string all = per_model([&](const ModelTable& table) { return default_of(table, row.option); });
  return {row.option, row.argument, "", row.meaning + " [" + all + "]"};
}

}  // namespace

const ModelSetting* find_row(const ModelTable& table, const std::string& option) {
  const auto found = std::find_if(table.rows.begin(), table.rows.end(),
                                  [&](const ModelSetting& row) { return row.option == option; });
  return found == table.rows.end() ? nullptr : &*found;
}

bool applies_to(const ModelTable& table, const std::string& option) {
  if (find_row(table, option)) return true;
  const std::vector<ModelTable> all = model_tables();
  return std::none_of(all.begin(), all.end(),
                      [&](const ModelTable& other) { return find_row(other, option); });
}

std::vector<Option> model_options() {
  const std::vector<ModelTable> tables = model_tables();
  const std::vector<std::string> names = model_names();
  std::vector<Option> own{{"--model", joined(names, "|"), names.front(), "kind of translator to train"}};
  std::vector<Option> shared;
  for (const ModelTable& table : tables) {
    for (const ModelSetting& row : table.rows) {
      if (row.option.empty()) continue;
      const bool in_all = std::all_of(tables.begin(), tables.end(), [&](const ModelTable& other) {
        return find_row(other, row.option) != nullptr;
      });
      if (!in_all) {
        own.push_back(
            {row.option, row.argument, default_of(table, row.option), table.model + ": " + row.meaning});
      } else if (table.model == names.front()) {
        shared.push_back(shared_option(row));
      }
    }
  }
  own.insert(own.end(), shared.begin(), shared.end());
  return own;
}

void set_given(ModelTable& table, const Options& options) {
  for (const Option& option : model_options()) {
    if (!options.given(option.name) || option.name == "--model") continue;
    const ModelSetting* const row = find_row(table, option.name);
    if (!row) throw UsageError(option.name + " does not apply to --model " + table.model);
    row->value->set(option.name, options.text(option.name), SettingForm::command_line);
  }
}

ModelTable chosen_model(const Options& options) {
  ModelTable chosen = model_table(options.choice("--model", model_names()));
  set_given(chosen, options);
  chosen.check(options);
  return chosen;
}

}  // namespace heed
