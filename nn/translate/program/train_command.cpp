#include "nn/translate/program/commands.h"
#include "nn/translate/program/train_options.h"
#include "nn/translate/program/training_data.h"
#include "nn/translate/program/validation.h"
#include "nn/translate/run_log.h"
#include "nn/translate/step_profile.h"
#include "tensor/files/file.h"
#include "tensor/ground/format.h"
#include "tensor/ground/stopwatch.h"
#include "tensor/ground/threads.h"

#include <array>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>

namespace heed {
namespace {

volatile std::sig_atomic_t interrupted = 0;  // by this signal

// The first Ctrl-C stops training after the current step; a second one ends the program immediately.
void stop_training(int signal) {
  interrupted = signal;
  std::signal(signal, SIG_DFL);
}

// While it is in scope, what would end the program stops training, which then saves: Ctrl-C, kill, a closed
// terminal, and a closed pipe behind standard output.
class StopSignals {
 public:
  StopSignals() {
    for (std::size_t i = 0; i < signals.size(); ++i) {
      before_[i] = std::signal(signals[i], stop_training);
      // nohup makes programs ignore a closed terminal. (A script makes its background jobs ignore Ctrl-C, but
      // not so that `kill -INT` has no effect.)
      if (before_[i] == SIG_IGN && signals[i] != SIGINT) std::signal(signals[i], SIG_IGN);
    }
  }
  ~StopSignals() {
    for (std::size_t i = 0; i < signals.size(); ++i) std::signal(signals[i], before_[i]);
  }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  static constexpr std::array signals{SIGINT, SIGTERM, SIGHUP, SIGPIPE};
  void (*before_[signals.size()])(int);
};

std::string grouped_count(Index count) { return grouped(static_cast<double>(count)); }

// "12,345 and 9,876 words"
std::string vocabulary_sizes(const Translator& translator) {
  return text(grouped_count(translator.source.size()), " and ", grouped_count(translator.target.size()),
              " words");
}

// The first lines of the run page's list; the options follow.
std::vector<show::Setting> run_settings(const Translator& translator, const TrainingData& data,
                                        const Options& options, const ModelTable& model) {
  std::vector<show::Setting> settings{{"training data", data.train.to_string()},
                                      {"validation pairs", to_text(data.valid.size())},
                                      {"vocabularies", vocabulary_sizes(translator)},
                                      {"parameters", grouped_count(translator.model->parameter_count())}};
  for (const show::Setting& setting : listed_options(options, model)) settings.push_back(setting);
  return settings;
}

// "Training my-model" for --out path/to/my-model/
std::string run_title(const std::string& directory) {
  const std::filesystem::path path = std::filesystem::path(directory + "/").lexically_normal();
  return "Training " + path.parent_path().filename().string();
}

// The last line of the run page.
std::string end_text(TrainingEnd end, const std::string& no_better) {
  switch (end) {
    case TrainingEnd::interrupted:
      return "interrupted; the same command with --resume continues it";
    case TrainingEnd::time_limit:
      return "stopped at the time limit; the same command with --resume continues it";
    case TrainingEnd::no_improvement:
      return "finished: " + no_better;
    default:
      return "finished";
  }
}

// One training run: its model, its data and its reports.
class TrainCommand {
 public:
  TrainCommand(const Options& options, ModelTable model, const TrainerOptions& training);
  int run();

 private:
  void print_begin() const;
  void resume();
  void require_writable_files() const;
  void start_profile();
  void report_step(const StepReport& report);
  void report_epoch(const EpochReport& report);
  TrainingEnd train();
  std::string no_better() const;
  std::string best() const;
  void log_end(TrainingEnd end);
  int print_end(TrainingEnd end) const;

  const Options& options_;
  const std::string directory_;
  ModelTable model_;
  TrainerOptions training_;
  Translator translator_;
  TrainingData data_;
  std::optional<RunLog> log_;
  std::optional<Trainer> trainer_;
  std::optional<StepProfile> profile_;
  Stopwatch stopwatch_;
};

TrainCommand::TrainCommand(const Options& options, ModelTable model, const TrainerOptions& training)
    : options_(options), directory_(options.text("--out")), model_(std::move(model)), training_(training) {
  const Index seed = options.integer("--seed", 0, std::numeric_limits<Index>::max());
  *translator_.rng = Rng(static_cast<std::uint64_t>(seed));
  data_ = load_training_data(options, translator_);
  model_.fit({.source_words = translator_.source.size(),
              .target_words = translator_.target.size(),
              .max_length = max_length(options) + 2});
  translator_.model = model_.make(*translator_.rng);
  log_.emplace(directory_, run_title(directory_), run_settings(translator_, data_, options, model_),
               *translator_.model, training_.epochs);
  if (options.choice("--best", {"loss", "bleu"}) == "bleu") {
    training_.score = [this] { return greedy_bleu(translator_, data_).score; };
    training_.score_name = "BLEU";
  }
  training_.watch = [this](const StepReport& report) { report_step(report); };
  training_.interrupted = &interrupted;
  trainer_.emplace(translator_, data_.encoded_train, data_.encoded_valid, training_);
}

int TrainCommand::run() {
  print_begin();
  if (options_.given("--resume")) resume();
  require_writable_files();
  if (options_.given("--profile")) start_profile();
  std::printf("progress: %s, to be opened in a browser\n", RunLog::page_in(directory_).c_str());
  std::fflush(stdout);
  const TrainingEnd end = train();
  log_end(end);
  return print_end(end);
}

void TrainCommand::print_begin() const {
  std::printf("training: %s, validation: %zu pairs\n", data_.train.to_string().c_str(), data_.valid.size());
  std::printf("vocabularies: %s; %s: %s parameters; %d threads\n", vocabulary_sizes(translator_).c_str(),
              model_.model.c_str(), grouped_count(translator_.model->parameter_count()).c_str(),
              thread_count());
  std::fflush(stdout);
}

void TrainCommand::resume() {
  const std::string changed = trainer_->resume(directory_);
  log_->resume(trainer_->steps(), trainer_->epochs(), changed);
  if (changed.empty()) return;
  std::printf(
      "resumed from step %lld with %s: the model will differ from one that was trained without a change\n",
      static_cast<long long>(trainer_->steps()), changed.c_str());
}

// What cannot be written is known before the first epoch, not after it.
void TrainCommand::require_writable_files() const {
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  if (error) fail("cannot make the directory --out '", directory_, "': ", error.message());
  require_writable_file(Translator::file_in(directory_));
  require_writable_file(Trainer::state_file_in(directory_));
  if (options_.given("--profile")) require_writable_file(options_.text("--profile"));
}

// Profiles training steps only, so it must be done before the validation at the end of the epoch.
void TrainCommand::start_profile() {
  const Index pairs = static_cast<Index>(data_.encoded_train.source.size());
  const Index steps_per_epoch = (pairs + training_.batch - 1) / training_.batch;
  profile_.emplace(options_.text("--profile"), steps_per_epoch - trainer_->steps() % steps_per_epoch);
}

void TrainCommand::report_step(const StepReport& report) {
  log_->step(report);
  if (!profile_) return;
  if (const std::optional<ProfileReport> profile = profile_->step()) {
    std::printf("\nprofile of %s, as a page: %s\n%s\n", profile_->title().c_str(),
                options_.text("--profile").c_str(), profile->to_string().c_str());
    std::fflush(stdout);
  }
}

void TrainCommand::report_epoch(const EpochReport& report) {
  log_->epoch(report, sample_translations(translator_, data_));
  const std::string bleu = report.scored ? "  BLEU " + decimals(report.score, 2) : "";
  const std::string line =
      text("epoch ", report.epoch, "/", training_.epochs, "  loss ", decimals(report.train_loss, 3),
           "  valid ", decimals(report.valid_loss, 3), "  perplexity ",
           decimals(std::exp(report.valid_loss), 2), "  accuracy ", decimals(100 * report.valid_accuracy, 1),
           " %", bleu, "  ", grouped(report.tokens_per_second), " tokens/s  ", duration(stopwatch_.seconds()),
           report.best ? "  best so far" : "");
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

TrainingEnd TrainCommand::train() {
  const StopSignals stop;
  stopwatch_ = Stopwatch();
  try {
    return trainer_->run(directory_, [this](const EpochReport& report) { report_epoch(report); });
  } catch (const std::exception& error) {
    log_->end(std::string("stopped by an error: ") + error.what());
    throw;
  }
}

// "no better BLEU (or the same with a lower validation loss) in 3 epochs"
std::string TrainCommand::no_better() const {
  return text("no better ", trainer_->best_measure(),
              training_.score ? " (or the same with a lower validation loss)" : "", " in ",
              training_.patience, " epochs");
}

// "best: epoch 3 by BLEU, perplexity 2.71"
std::string TrainCommand::best() const {
  return text("best: epoch ", trainer_->best_epoch(), " by ", trainer_->best_measure(), ", perplexity ",
              decimals(std::exp(trainer_->best_loss()), 2));
}

void TrainCommand::log_end(TrainingEnd end) {
  log_->end(end_text(end, no_better()) + (trainer_->best_epoch() > 0 ? "; " + best() : ""));
}

// Returns the exit code. After a signal it is 128 and the signal's number, 130 for Ctrl-C, as shells expect.
int TrainCommand::print_end(TrainingEnd end) const {
  if (end == TrainingEnd::interrupted || end == TrainingEnd::time_limit) {
    const bool by_signal = end == TrainingEnd::interrupted;
    std::printf("stopped %s; the state is saved. To continue, run the same command with --resume%s%s\n",
                !by_signal              ? "at the time limit"
                : interrupted == SIGINT ? "by you"
                                        : "by a signal",
                options_.given("--overwrite") ? " instead of --overwrite" : "",
                by_signal ? "" : " (and a new --time-limit)");
    return by_signal ? 128 + interrupted : 0;
  }
  if (end == TrainingEnd::no_improvement) std::printf("stopped: %s\n", no_better().c_str());
  std::printf("%s; greedy translation of the validation pairs: %s\n", best().c_str(),
              greedy_bleu(Translator::load(directory_), data_).to_string().c_str());
  std::printf("the model is in %s; translate with: translate run --model %s\n", directory_.c_str(),
              directory_.c_str());
  return 0;
}

}  // namespace

int train_command(const std::vector<std::string>& words) {
  if (asks_for_help(words)) {
    std::printf("translate train: learns to translate from pairs of sentences\n\n%s",
                help_text(train_options()).c_str());
    return 0;
  }
  const Options options(train_options(), words);
  const std::string directory = required(options, "--out");
  use_threads(options);
  ModelTable model = chosen_model(options);
  const TrainerOptions training = trainer_options(options, model);
  require_consistent(options);
  require_writable(directory);
  if (!options.given("--resume") && !options.given("--overwrite")) require_new(directory);
  return TrainCommand(options, std::move(model), training).run();
}

}  // namespace heed
