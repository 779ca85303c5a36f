#include "nn/translate/program/train_options.h"

#include <algorithm>
#include <set>
#include <sstream>

namespace heed {
namespace {

std::string default_rate(const ModelTable& table) { return to_text(table.learning_rate); }

std::vector<Option> data_options() {
  return {
      {"--source", "FILE", "", "source sentences, one per line"},
      {"--target", "FILE", "", "their translations, line by line"},
      {"--valid-source", "FILE", "", "source sentences for validation"},
      {"--valid-target", "FILE", "", "translations of the validation sentences"},
      {"--pairs", "FILE.tsv", "", "instead of two files: source TAB target, one pair per line"},
      {"--valid-pairs", "FILE.tsv", "", "pairs for validation"},
      {"--drop", "KINDS", "",
       "training pairs to leave out, with commas: duplicates, copies (the same text on both sides), leaks "
       "(also "
       "validation pairs)"},
      {"--max-ratio", "R", "0",
       "leave out pairs with a side more than so many times as long as the other; 0: none"},
      {"--valid-fraction", "F", "0.05", "share of the pairs to hold out if there are no validation files"},
      {"--tokenizer", "plain|split|bpe", "plain",
       "small words and marks of plain text; words of text with spaces between all words; or subwords of "
       "plain "
       "text, with capitals and spaces"},
      {"--vocabulary", "N", "8000", "bpe: size of a vocabulary of subwords"},
      {"--merge-dropout", "P", "0",
       "bpe: share of merges to leave out in training, drawn anew in each epoch"},
      {"--min-frequency", "N", "1", "words: minimum count of a word; rarer words become <unk>"},
      {"--max-vocabulary", "N", "0", "words: maximum size of a vocabulary; 0: no limit"},
      {"--share-vocabulary", "yes|no", "no", "one vocabulary for both languages"},
      {"--max-length", "N", "100",
       "maximum number of words (bpe: subwords) on each side; longer pairs are left out"}};
}

// They come with the model that --init names.
bool comes_with_a_model(const std::string& option) {
  static const std::set<std::string> of_data{"--tokenizer", "--vocabulary", "--min-frequency",
                                             "--max-vocabulary", "--share-vocabulary"};
  if (of_data.contains(option)) return true;
  const std::vector<Option> all = model_options();
  const bool of_model =
      std::any_of(all.begin(), all.end(), [&](const Option& one) { return one.name == option; });
  return of_model && option != "--dropout" && option != "--teacher-forcing";
}

std::vector<Option> batch_options() {
  return {{"--epochs", "N", "10", "passes over the training pairs"},
          {"--batch", "N", "64", "pairs in each training step"},
          {"--batch-tokens", "N", "",
           "instead of --batch: at most so many words (bpe: subwords) on the longer side, padding included, "
           "so that "
           "long sentences take no more memory than short ones"}};
}

std::vector<Option> task_options() {
  return {{"--init", "DIR", "",
           "begin with the parameters, settings and vocabularies of this model, and train it on with other "
           "pairs"},
          {"--label-smoothing", "S", "0", "share of each target that is spread over all words"},
          {"--best", "loss|bleu", "loss",
           "keep the model of the lowest validation loss, or of the highest BLEU, smoothed so that short "
           "sentences have one; of models with the same BLEU, that of the lowest loss"}};
}

}  // namespace

const std::vector<Option>& train_options() {
  static const std::vector<Option> all = [] {
    std::vector<Option> options;
    for (const std::vector<Option>& part :
         {data_options(), model_options(), batch_options(), optimisation_options(per_model(default_rate)),
          task_options(), directory_options()})
      options.insert(options.end(), part.begin(), part.end());
    return options;
  }();
  return all;
}

void require_consistent(const Options& options) {
  const bool pairs = options.given("--pairs");
  const bool lines = options.given("--source") || options.given("--target");
  if (pairs == lines)
    throw UsageError("give the training data as --pairs FILE.tsv, or as --source FILE --target FILE");
  if (lines && !(options.given("--source") && options.given("--target")))
    throw UsageError("--source and --target must be given together");
  if (options.given("--valid-source") != options.given("--valid-target"))
    throw UsageError("--valid-source and --valid-target must be given together");
  const bool pieces = options.text("--tokenizer") == "bpe";
  for (const char* option : {"--vocabulary", "--merge-dropout"}) {
    if (options.given(option) && !pieces)
      throw UsageError(std::string(option) + " is for subwords: give --tokenizer bpe, too");
  }
  for (const char* option : {"--min-frequency", "--max-vocabulary"}) {
    if (options.given(option) && pieces)
      throw UsageError(std::string(option) + " is for words: with --tokenizer bpe, give --vocabulary");
  }
  if (options.given("--batch") && options.given("--batch-tokens"))
    throw UsageError("--batch counts pairs and --batch-tokens words: give one of them");
  if (options.given("--tie") && options.text("--tie") == "all" && options.text("--share-vocabulary") != "yes")
    throw UsageError("--tie all needs one vocabulary for both languages: give --share-vocabulary yes, too");
  for (const Option& option : train_options()) {
    if (options.given("--init") && options.given(option.name) && comes_with_a_model(option.name))
      throw UsageError(option.name + " comes with the model that --init names");
  }
  if (options.given("--valid-source") && options.given("--valid-pairs"))
    throw UsageError("give the validation data as --valid-pairs, or as --valid-source and --valid-target");
}

TranslationTaskOptions task_options(const Options& options) {
  const Index parts = options.integer("--accumulate", 1);
  TranslationTaskOptions task{
      .batch = options.integer("--batch", 1) * parts,
      .batch_tokens = options.given("--batch-tokens") ? options.integer("--batch-tokens", 1) * parts : 0,
      .label_smoothing = options.number("--label-smoothing", 0, 1),
      .merge_dropout = options.number("--merge-dropout", 0, 1)};
  if (task.merge_dropout == 1)
    fail("--merge-dropout must be less than 1: with 1 all words are spelled in bytes");
  return task;
}

CorpusFilter filter_options(const Options& options) {
  CorpusFilter how{.max_ratio = options.number("--max-ratio", 0, 1e9)};
  if (how.max_ratio > 0 && how.max_ratio < 1) fail("--max-ratio must be 1 or more, or 0 for any");
  std::istringstream kinds(options.text("--drop"));
  for (std::string kind; std::getline(kinds, kind, ',');) {
    bool* const all[] = {&how.duplicates, &how.copies, &how.leaks};
    *all[parse_choice("--drop", kind, {"duplicates", "copies", "leaks"})] = true;
  }
  return how;
}

std::vector<show::Setting> listed_options(const Options& options, const ModelTable& model) {
  std::vector<show::Setting> settings;
  for (const Option& option : train_options()) {
    if (option.argument.empty() || !applies_to(model, option.name)) continue;
    const ModelSetting* const row = find_row(model, option.name);
    std::string value = row ? row->value->text(SettingForm::command_line) : options.text(option.name);
    if (option.name == "--batch" && options.given("--batch-tokens")) continue;
    if (option.name == "--learning-rate" && value.empty()) value = default_rate(model);
    if (!value.empty()) settings.push_back({option.name.substr(2), value});
  }
  return settings;
}

}  // namespace heed
