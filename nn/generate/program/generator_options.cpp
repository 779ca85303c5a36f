#include "nn/generate/program/generator_options.h"

#include "tensor/ground/format.h"

namespace heed {
namespace {

std::vector<Option> data_options() {
  return {{"--lines", "FILE", "", "text whose lines are to be learned one by one, such as names"},
          {"--text", "FILE|DIR", "", "running text: a file, or a folder whose files are all read"},
          {"--valid", "FILE|DIR", "", "text for validation, of the same kind"},
          {"--valid-fraction", "F", "0.05",
           "share of the text to hold out if there is no --valid: some lines, or the end of each file"},
          {"--tokens", "characters|words", "characters", "what to predict one after the other"},
          {"--min-frequency", "N", "1", "minimum count of a token; rarer tokens become <unk>"},
          {"--max-vocabulary", "N", "0", "maximum size of the vocabulary; 0: no limit"}};
}

std::vector<Option> model_options() {
  std::vector<Option> options;
  for (const ModelSetting& row : GPTTable().rows) {
    if (!row.option.empty())
      options.push_back({row.option, row.argument, row.value->text(SettingForm::command_line), row.meaning});
  }
  return options;
}

}  // namespace

const std::vector<Option>& generator_options() {
  static const std::vector<Option> all = [] {
    const std::vector<Option> steps{
        {"--epochs", "N", "40", "passes over the training text"},
        {"--batch", "N", "64", "lines, or windows of text, in each training step"}};
    std::vector<Option> options;
    for (const std::vector<Option>& part :
         {data_options(), model_options(), steps,
          optimisation_options(to_text(GPTTable().learning_rate), "cosine"), directory_options()})
      options.insert(options.end(), part.begin(), part.end());
    return options;
  }();
  return all;
}

void require_consistent_text(const Options& options) {
  if (options.given("--lines") == options.given("--text"))
    throw UsageError("give the training text as --lines FILE, or as --text FILE|DIR");
  if (options.given("--valid") && options.given("--valid-fraction"))
    throw UsageError("--valid-fraction is the share to hold out if there is no --valid: give one of them");
}

GPTTable chosen_gpt(const Options& options) {
  GPTTable table;
  for (const ModelSetting& row : table.rows) {
    if (!row.option.empty() && options.given(row.option))
      row.value->set(row.option, options.text(row.option), SettingForm::command_line);
  }
  table.check(options);
  return table;
}

std::vector<show::Setting> listed_generator_options(const Options& options) {
  std::vector<show::Setting> settings;
  for (const Option& option : generator_options()) {
    std::string value = options.text(option.name);
    if (option.name == "--learning-rate" && value.empty()) value = to_text(GPTTable().learning_rate);
    if (!option.argument.empty() && !value.empty()) settings.push_back({option.name.substr(2), value});
  }
  return settings;
}

}  // namespace heed
