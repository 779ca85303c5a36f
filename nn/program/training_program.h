// One training run of a program, with its reports: in the terminal, and as a page.
#pragma once

#include "nn/program/training_options.h"
#include "nn/training/epoch_log.h"
#include "nn/training/run_log.h"
#include "nn/training/step_profile.h"

#include <optional>

namespace heed {

class TrainingProgram {
 public:
  // `settings` are the lines of the run page's list, and `config` the text of config.txt (see config_text()).
  TrainingProgram(const Options& options, const TrainingTask& task, TrainerOptions training,
                  std::vector<show::Setting> settings, std::string config);

  // Trains, or continues with --resume. `samples` is asked for what the current model produces after each
  // epoch, for the page. Returns the exit code; 0 also if training stopped at its time limit.
  int run(const std::function<std::vector<show::Sample>()>& samples);
  // Whether training has come to its end: there is a best model, which is loaded next.
  bool finished() const { return finished_; }
  // "best: epoch 3 by BLEU, perplexity 2.71", or "best: the average of epochs 8, 9, 10, perplexity 2.64"
  std::string best() const;

 private:
  void begin();
  void resume();
  void average();
  void require_writable_files() const;
  void report_step(const StepReport& report);
  void report_epoch(const EpochReport& report, std::vector<show::Sample> samples);
  TrainingEnd train(const std::function<std::vector<show::Sample>()>& samples);
  std::string no_better() const;
  int end(TrainingEnd end);
  int print_stopped(TrainingEnd end) const;

  const Options& options_;
  const std::string directory_;
  TrainerOptions training_;
  const std::string config_;
  RunLog log_;
  EpochLog epoch_log_;
  std::optional<Trainer> trainer_;
  std::optional<StepProfile> profile_;
  Index steps_per_epoch_;
  Stopwatch stopwatch_;
  bool finished_ = false;
  std::string average_;  // how the average is told, if it is the best
};

}  // namespace heed
