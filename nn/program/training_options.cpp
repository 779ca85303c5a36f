#include "nn/program/training_options.h"

#include "nn/program/config_file.h"

#include <filesystem>
#include <limits>
#include <unistd.h>

namespace heed {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

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
  std::vector<std::string> files{model_file_in(directory), Trainer::state_file_in(directory)};
  for (const Index epoch : epochs_in(directory)) files.push_back(epoch_file_in(directory, epoch));
  std::error_code ignored;
  for (const std::string& file : files) {
    if (std::filesystem::exists(file, ignored)) {
      fail("--out '", directory, "' already has a model or its training state, ", file,
           ": continue that training with --resume, replace it with --overwrite, or give another --out");
    }
  }
}

}  // namespace

std::vector<Option> optimisation_options(const std::string& rate, const std::string& schedule) {
  return {
      {"--learning-rate", "R", "", "learning rate of Adam [" + rate + "]"},
      {"--schedule", "KIND", schedule, "learning rate over time: constant, noam, linear, cosine or plateau"},
      {"--warmup", "N", "400", "steps in which the learning rate of noam, linear and cosine rises"},
      {"--weight-decay", "D", "0", "AdamW's weight decay, multiplied by the learning rate in each step"},
      {"--clip", "L", "1", "scale gradients down to at most this norm; 0: no clipping"},
      {"--accumulate", "N", "1",
       "batches whose gradients make one step: the step of a batch N times as large, in the memory of one"},
      {"--moving-average", "D", "0",
       "validate and save the moving average of the parameters with this decay, such as 0.999; 0: none"},
      {"--average", "K", "0",
       "at the end, average the parameters of K epochs, if that is better than the best; 0: no"},
      {"--average-of", "last|best", "last", "which epochs --average takes"}};
}

std::vector<Option> directory_options() {
  return {
      {"--patience", "N", "0", "stop after this many epochs without a better model; 0: never"},
      {"--time-limit", "SECONDS", "0", "stop and save after this time; 0: no limit"},
      {"--seed", "N", "1", "seed for all random numbers; the same seed gives the same bits"},
      threads_option,
      config_option,
      {"--out", "DIR", "", "directory for the model and for run.html, a page with the progress of training"},
      {"--keep-epochs", "", "",
       "keep the model of each epoch, which `translate run --attention PAGE.html --epochs` shows"},
      {"--profile", "FILE.html", "",
       "write a profile of some early steps as a page, and print it as a table"},
      {"--resume", "", "",
       "resume the training run saved in --out: with the same data, model, --batch and measure of the best "
       "model; other changes are reported"},
      {"--overwrite", "", "", "replace the model in --out; without it, training does not begin"}};
}

void require_usable_directory(const Options& options) {
  if (options.given("--resume") && options.given("--overwrite"))
    throw UsageError("--resume continues the model in --out, and --overwrite replaces it: give one of them");
  const std::string directory = options.text("--out");
  require_writable(directory);
  if (!options.given("--resume") && !options.given("--overwrite")) require_new(directory);
}

TrainerOptions trainer_options(const Options& options, double default_rate) {
  TrainerOptions training;
  training.epochs = options.integer("--epochs", 1);
  training.learning_rate = default_rate;
  if (options.given("--learning-rate")) {
    training.learning_rate = options.number("--learning-rate", 0, infinity);
    if (training.learning_rate == 0) fail("--learning-rate must be above 0: with 0 nothing is learned");
  }
  training.schedule = options.choice("--schedule", {"constant", "noam", "linear", "cosine", "plateau"});
  training.warmup = options.integer("--warmup", 1);
  training.weight_decay = options.number("--weight-decay", 0, infinity);
  training.clip = options.number("--clip", 0, infinity);
  training.accumulate = options.integer("--accumulate", 1);
  training.moving_average = options.number("--moving-average", 0, 1);
  if (training.moving_average == 1) fail("--moving-average must be less than 1: with 1 nothing is learned");
  training.average = options.integer("--average", 0);
  if (training.average == 1) fail("--average must be 2 or more, or 0 for none: one epoch is its own average");
  training.average_best = options.choice("--average-of", {"last", "best"}) == "best";
  if (options.given("--average-of") && training.average == 0)
    throw UsageError("--average-of says which epochs --average takes: give --average, too");
  training.patience = options.integer("--patience", 0);
  training.time_limit = options.number("--time-limit", 0, infinity);
  training.keep_epochs = options.given("--keep-epochs");
  training.progress = isatty(STDERR_FILENO) != 0;
  return training;
}

}  // namespace heed
