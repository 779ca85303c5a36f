#include "nn/translate/program/commands.h"
#include "nn/translate/program/train_options.h"
#include "nn/translate/program/training_data.h"
#include "nn/translate/program/validation.h"
#include "nn/translate/run_log.h"
#include "nn/translate/step_profile.h"
#include "tensor/ground/format.h"
#include "tensor/ground/stopwatch.h"
#include "tensor/ground/threads.h"

#include <cmath>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>

namespace heed {
namespace {

volatile std::sig_atomic_t interrupted = 0;

// The first Ctrl-C stops training after the current step; a second one ends the program immediately.
void stop_training(int signal) {
  interrupted = 1;
  std::signal(signal, SIG_DFL);
}

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
std::string end_text(TrainingEnd end, const std::string& patience) {
  switch (end) {
    case TrainingEnd::interrupted:
      return "interrupted; the same command with --resume continues it";
    case TrainingEnd::time_limit:
      return "stopped at the time limit; the same command with --resume continues it";
    case TrainingEnd::no_improvement:
      return "finished: no better validation loss in " + patience + " epochs";
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
  void start_profile();
  void report_step(const StepReport& report);
  void report_epoch(const EpochReport& report);
  TrainingEnd train();
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
  Settings settings = model_.settings();
  settings["source_words"] = to_text(translator_.source.size());
  settings["target_words"] = to_text(translator_.target.size());
  // The maximum length of a training sentence, with <bos> and <eos>.
  if (settings.contains("longest")) settings["longest"] = to_text(options.integer("--max-length", 1) + 2);
  translator_.model = make_model(settings, *translator_.rng);
  log_.emplace(directory_, run_title(directory_), run_settings(translator_, data_, options, model_),
               *translator_.model, training_.epochs);
  if (options.choice("--best", {"loss", "bleu"}) == "bleu")
    training_.score = [this] { return greedy_bleu(translator_, data_).score; };
  training_.watch = [this](const StepReport& report) { report_step(report); };
  training_.interrupted = &interrupted;
  trainer_.emplace(translator_, data_.encoded_train, data_.encoded_valid, training_);
}

int TrainCommand::run() {
  print_begin();
  if (options_.given("--resume")) {
    trainer_->resume(directory_);
    log_->resume(trainer_->steps(), trainer_->epochs());
  }
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
  std::signal(SIGINT, stop_training);
  std::signal(SIGTERM, stop_training);
  stopwatch_ = Stopwatch();
  try {
    const TrainingEnd end =
        trainer_->run(directory_, [this](const EpochReport& report) { report_epoch(report); });
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    return end;
  } catch (const Error& error) {
    log_->end(std::string("stopped by an error: ") + error.what());
    throw;
  }
}

void TrainCommand::log_end(TrainingEnd end) {
  std::string status = end_text(end, options_.text("--patience"));
  if (trainer_->best_epoch() > 0) {
    status += text("; best: epoch ", trainer_->best_epoch(), ", perplexity ",
                   decimals(std::exp(trainer_->best_loss()), 2));
  }
  log_->end(status);
}

// Returns the exit code. After Ctrl-C it is 130, as shells expect.
int TrainCommand::print_end(TrainingEnd end) const {
  if (end == TrainingEnd::interrupted || end == TrainingEnd::time_limit) {
    const bool by_user = end == TrainingEnd::interrupted;
    std::printf("stopped %s; the state is saved. To continue, run the same command with --resume%s\n",
                by_user ? "by you" : "at the time limit", by_user ? "" : " (and a new --time-limit)");
    return by_user ? 130 : 0;
  }
  if (end == TrainingEnd::no_improvement)
    std::printf("stopped: no better validation loss in %s epochs\n", options_.text("--patience").c_str());
  const Translator best = Translator::load(directory_);
  std::printf("best: epoch %lld, perplexity %.2f; greedy translation of the validation pairs: %s\n",
              static_cast<long long>(trainer_->best_epoch()), std::exp(trainer_->best_loss()),
              greedy_bleu(best, data_).to_string().c_str());
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
  return TrainCommand(options, std::move(model), training).run();
}

}  // namespace heed
