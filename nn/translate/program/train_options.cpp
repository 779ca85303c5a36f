#include "nn/translate/program/train_options.h"

#include <filesystem>
#include <limits>
#include <unistd.h>

namespace heed {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string default_rate(const ModelTable& table) { return to_text(table.learning_rate); }

std::vector<Option> data_options() {
  return {
      {"--source", "FILE", "", "source sentences, one per line"},
      {"--target", "FILE", "", "their translations, line by line"},
      {"--valid-source", "FILE", "", "source sentences for validation"},
      {"--valid-target", "FILE", "", "translations of the validation sentences"},
      {"--pairs", "FILE.tsv", "", "instead of two files: source TAB target, one pair per line"},
      {"--valid-pairs", "FILE.tsv", "", "pairs for validation"},
      {"--valid-fraction", "F", "0.05", "share of the pairs to hold out if there are no validation files"},
      {"--tokenizer", "plain|split", "plain", "for plain text, or for text with spaces between all words"},
      {"--min-frequency", "N", "1", "minimum count of a word; rarer words become <unk>"},
      {"--max-vocabulary", "N", "0", "maximum size of a vocabulary; 0: no limit"},
      {"--max-length", "N", "100", "maximum number of words on each side; longer pairs are left out"}};
}

std::vector<Option> training_options() {
  return {
      {"--epochs", "N", "10", "passes over the training pairs"},
      {"--batch", "N", "64", "pairs in each training step"},
      {"--learning-rate", "R", "", "learning rate of Adam [" + per_model(default_rate) + "]"},
      {"--schedule", "KIND", "constant",
       "learning rate over time: constant, noam, linear, cosine or plateau"},
      {"--warmup", "N", "400", "steps in which the learning rate of noam, linear and cosine rises"},
      {"--label-smoothing", "S", "0", "share of each target that is spread over all words"},
      {"--weight-decay", "D", "0", "AdamW's weight decay, multiplied by the learning rate in each step"},
      {"--clip", "L", "1", "scale gradients down to at most this norm; 0: no clipping"},
      {"--best", "loss|bleu", "loss",
       "keep the model of the lowest validation loss, or of the highest BLEU, smoothed so that short "
       "sentences "
       "have one; of models with the same BLEU, that of the lowest loss"},
      {"--patience", "N", "0", "stop after this many epochs without a better model, by --best; 0: never"},
      {"--time-limit", "SECONDS", "0", "stop and save after this time; 0: no limit"},
      {"--seed", "N", "1", "seed for all random numbers; the same seed gives the same bits"},
      {"--threads", "N", "0", "number of threads; 0: as many as the machine has cores"},
      {"--out", "DIR", "", "directory for the model and for run.html, a page with the progress of training"},
      {"--keep-epochs", "", "", "keep the model of each epoch, for run --attention PAGE.html --epochs"},
      {"--profile", "FILE.html", "",
       "write a profile of some early steps as a page, and print it as a table"},
      {"--resume", "", "",
       "resume the training run saved in --out: with the same data, model, --batch and --best; other changes "
       "are reported"},
      {"--overwrite", "", "", "replace the model in --out; without it, training does not begin"}};
}

}  // namespace

const std::vector<Option>& train_options() {
  static const std::vector<Option> all = [] {
    std::vector<Option> options = data_options();
    for (const Option& option : model_options()) options.push_back(option);
    for (const Option& option : training_options()) options.push_back(option);
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
  if (options.given("--resume") && options.given("--overwrite"))
    throw UsageError("--resume continues the model in --out, and --overwrite replaces it: give one of them");
  if (options.given("--valid-source") && options.given("--valid-pairs"))
    throw UsageError("give the validation data as --valid-pairs, or as --valid-source and --valid-target");
}

void require_writable(const std::string& directory) {
  namespace fs = std::filesystem;
  fs::path existing = fs::absolute(directory);
  std::error_code ignored;
  // The status of a link itself: a link that leads nowhere exists, and nothing can be made under its name.
  while (!fs::exists(fs::symlink_status(existing, ignored))) existing = existing.parent_path();
  const auto refuse = [&](const std::string& why) {
    fail("cannot write to --out '", directory, "': ", existing.string(), why);
  };
  if (!fs::exists(existing, ignored))
    refuse(" is a link to " + fs::read_symlink(existing, ignored).string() + ", which does not exist");
  if (!fs::is_directory(existing, ignored)) refuse(" is not a directory");
  if (access(existing.c_str(), W_OK | X_OK) != 0) refuse(" is not writable");
}

void require_new(const std::string& directory) {
  std::vector<std::string> files{Translator::file_in(directory), Trainer::state_file_in(directory)};
  for (const Index epoch : Translator::epochs_in(directory))
    files.push_back(Translator::epoch_file_in(directory, epoch));
  std::error_code ignored;
  for (const std::string& file : files) {
    if (std::filesystem::exists(file, ignored)) {
      fail("--out '", directory, "' already has a model or its training state, ", file,
           ": continue that training with --resume, replace it with --overwrite, or give another --out");
    }
  }
}

TrainerOptions trainer_options(const Options& options, const ModelTable& model) {
  TrainerOptions training;
  training.epochs = options.integer("--epochs", 1);
  training.batch = options.integer("--batch", 1);
  training.learning_rate = model.learning_rate;
  if (options.given("--learning-rate")) {
    training.learning_rate = options.number("--learning-rate", 0, infinity);
    if (training.learning_rate == 0) fail("--learning-rate must be above 0: with 0 nothing is learned");
  }
  training.schedule = options.choice("--schedule", {"constant", "noam", "linear", "cosine", "plateau"});
  training.warmup = options.integer("--warmup", 1);
  training.label_smoothing = options.number("--label-smoothing", 0, 1);
  training.weight_decay = options.number("--weight-decay", 0, infinity);
  training.clip = options.number("--clip", 0, infinity);
  training.patience = options.integer("--patience", 0);
  training.time_limit = options.number("--time-limit", 0, infinity);
  training.keep_epochs = options.given("--keep-epochs");
  training.progress = isatty(STDERR_FILENO) != 0;
  return training;
}

std::vector<show::Setting> listed_options(const Options& options, const ModelTable& model) {
  std::vector<show::Setting> settings;
  for (const Option& option : train_options()) {
    if (option.argument.empty() || !applies_to(model, option.name)) continue;
    const ModelSetting* const row = find_row(model, option.name);
    std::string value = row ? row->value->text(SettingForm::command_line) : options.text(option.name);
    if (option.name == "--learning-rate" && value.empty()) value = default_rate(model);
    if (!value.empty()) settings.push_back({option.name.substr(2), value});
  }
  return settings;
}

}  // namespace heed
