#include "nn/program/training_program.h"

#include "nn/program/stop_signals.h"
#include "tensor/files/file.h"
#include "tensor/ground/format.h"

#include <cmath>
#include <cstdio>
#include <filesystem>

namespace heed {
namespace {

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

}  // namespace

TrainingProgram::TrainingProgram(const Options& options, const TrainingTask& task, TrainerOptions training,
                                 std::vector<show::Setting> settings, std::string config)
    : options_(options),
      directory_(options.text("--out")),
      training_(std::move(training)),
      config_(std::move(config)),
      log_(directory_, run_title(directory_), std::move(settings), task.model(), training_.epochs),
      epoch_log_(directory_),
      steps_per_epoch_(task.batches_per_epoch()) {
  training_.watch = [this](const StepReport& report) { report_step(report); };
  training_.interrupted = &stop_signal;
  trainer_.emplace(task, training_);
}

int TrainingProgram::run(const std::function<std::vector<show::Sample>()>& samples) {
  if (options_.given("--resume")) resume();
  require_writable_files();
  if (!options_.given("--resume")) begin();
  // Profiles training steps only, so it must be done before the validation at the end of the epoch.
  if (options_.given("--profile"))
    profile_.emplace(options_.text("--profile"), steps_per_epoch_ - trainer_->steps() % steps_per_epoch_);
  std::printf("progress: %s, to be opened in a browser\n", RunLog::page_in(directory_).c_str());
  std::fflush(stdout);
  return end(train(samples));
}

void TrainingProgram::begin() {
  epoch_log_.begin(log_.run().settings);
  write_file(directory_ + "/config.txt", {config_});
}

void TrainingProgram::resume() {
  const std::string changed = trainer_->resume(directory_);
  epoch_log_.resume(trainer_->steps(), changed);
  log_.resume(trainer_->steps(), trainer_->epochs(), changed);
  if (changed.empty()) return;
  std::printf(
      "resumed from step %lld with %s: the model will differ from one that was trained without a change\n",
      static_cast<long long>(trainer_->steps()), changed.c_str());
}

// What cannot be written is known before the first epoch, not after it.
void TrainingProgram::require_writable_files() const {
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  if (error) fail("cannot make the directory --out '", directory_, "': ", error.message());
  require_writable_file(model_file_in(directory_));
  require_writable_file(Trainer::state_file_in(directory_));
  if (options_.given("--profile")) require_writable_file(options_.text("--profile"));
}

void TrainingProgram::report_step(const StepReport& report) {
  log_.step(report);
  if (!profile_) return;
  if (const std::optional<ProfileReport> profile = profile_->step()) {
    std::printf("\nprofile of %s, as a page: %s\n%s\n", profile_->title().c_str(),
                options_.text("--profile").c_str(), profile->to_string().c_str());
    std::fflush(stdout);
  }
}

void TrainingProgram::report_epoch(const EpochReport& report, std::vector<show::Sample> samples) {
  log_.epoch(report, std::move(samples));
  epoch_log_.epoch(report, training_.score_name);
  const std::string score =
      report.scored ? "  " + training_.score_name + " " + decimals(report.score, 2) : "";
  const std::string line =
      text("epoch ", report.epoch, "/", training_.epochs, "  loss ", decimals(report.train_loss, 3),
           "  valid ", decimals(report.valid_loss, 3), "  perplexity ",
           decimals(std::exp(report.valid_loss), 2), "  accuracy ", decimals(100 * report.valid_accuracy, 1),
           " %", score, "  ", grouped(report.tokens_per_second), " tokens/s  ",
           duration(stopwatch_.seconds()), report.best ? "  best so far" : "");
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

TrainingEnd TrainingProgram::train(const std::function<std::vector<show::Sample>()>& samples) {
  const StopSignals stop;
  stopwatch_ = Stopwatch();
  try {
    return trainer_->run(directory_, [&](const EpochReport& report) { report_epoch(report, samples()); });
  } catch (const std::exception& error) {
    log_.end(std::string("stopped by an error: ") + error.what());
    epoch_log_.end(std::string("stopped by an error: ") + error.what());
    throw;
  }
}

// "no better BLEU (or the same with a lower validation loss) in 3 epochs"
std::string TrainingProgram::no_better() const {
  return text("no better ", trainer_->best_measure(),
              training_.score ? " (or the same with a lower validation loss)" : "", " in ",
              training_.patience, " epochs");
}

std::string TrainingProgram::best() const {
  if (!average_.empty()) return "best: " + average_;
  return text("best: epoch ", trainer_->best_epoch(), " by ", trainer_->best_measure(), ", perplexity ",
              decimals(std::exp(trainer_->best_loss()), 2));
}

void TrainingProgram::average() {
  if (training_.average == 0) return;
  const std::optional<AverageReport> report = trainer_->average(directory_);
  if (!report) return;
  epoch_log_.average(*report);
  std::vector<std::string> epochs;
  for (const Index epoch : report->epochs) epochs.push_back(std::to_string(epoch));
  const std::string score =
      training_.score ? ", " + training_.score_name + " " + decimals(report->score, 2) : "";
  const std::string line = text("the average of epochs ", joined(epochs, ", "), ", perplexity ",
                                decimals(std::exp(report->loss), 2), score);
  if (report->better) average_ = line;
  std::printf("%s: %s\n", line.c_str(),
              report->better ? "better than each epoch, and now the model" : "not better");
}

int TrainingProgram::end(TrainingEnd end) {
  if (end == TrainingEnd::finished || end == TrainingEnd::no_improvement) average();
  const std::string status = end_text(end, no_better()) + (trainer_->best_epoch() > 0 ? "; " + best() : "");
  log_.end(status);
  epoch_log_.end(status);
  if (end == TrainingEnd::interrupted || end == TrainingEnd::time_limit) return print_stopped(end);
  if (end == TrainingEnd::no_improvement) std::printf("stopped: %s\n", no_better().c_str());
  finished_ = true;
  return 0;
}

// After a signal, the exit code is 128 and the signal's number, 130 for Ctrl-C, as shells expect.
int TrainingProgram::print_stopped(TrainingEnd end) const {
  const bool by_signal = end == TrainingEnd::interrupted;
  std::printf("stopped %s; the state is saved. To continue, run the same command with --resume%s%s\n",
              !by_signal              ? "at the time limit"
              : stop_signal == SIGINT ? "by you"
                                      : "by a signal",
              options_.given("--overwrite") ? " instead of --overwrite" : "",
              by_signal ? "" : " (and a new --time-limit)");
  return by_signal ? 128 + stop_signal : 0;
}

}  // namespace heed
