// The trainer: epochs over a task's batches with a validation after each. It keeps the best model, and a state from
// which training can be resumed at any step. A training run that was stopped and resumed with the same
// options gives the same parameters, bit for bit, as a run without a stop.
#pragma once

#include "nn/optim/moving_average.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "nn/training/kept_epochs.h"
#include "nn/training/model_file.h"
#include "nn/training/training_task.h"
#include "tensor/ground/stopwatch.h"

#include <csignal>
#include <functional>
#include <limits>
#include <optional>
#include <string>

namespace heed {

struct StepReport {
  Index step;   // 1, 2, ... from the beginning of training
  double loss;  // per predicted token, in nats
  double learning_rate;
  const std::vector<double>& gradient_norms;  // before clipping, one for each parameter of the model
};

struct TrainerOptions {
  Index epochs = 10;
  double learning_rate = 1e-3;
  std::string schedule = "constant";  // see make_schedule()
  Index warmup = 400;                 // steps, for the schedules that rise first
  double clip = 1;                    // maximum norm of all gradients together; 0: no clipping
  double weight_decay = 0;
  // A batch is computed in so many parts, and their gradients are summed: the same step in less memory.
  Index accumulate = 1;
  // If above 0, the moving average of the parameters with this decay (see MovingAverage) is validated and saved.
  double moving_average = 0;
  // If above 0, average() makes a model of so many epochs: the last or the best ones.
  Index average = 0;
  bool average_best = false;
  Index patience = 0;     // epochs without a better model after which training stops; 0: never
  double time_limit = 0;  // seconds; 0: no limit
  // A score of the current model, such as its BLEU, and its name. If given, the best model is the model with
  // the highest score, and of several with this score the one with the lowest validation loss. Otherwise it
  // is the model with the lowest validation loss.
  std::function<double()> score = nullptr;
  std::string score_name = "score";
  std::function<void(const StepReport&)> watch = nullptr;  // called after each step
  bool keep_epochs = false;  // keep the model of each epoch: see epoch_file_in()
  bool progress = false;     // draw a progress line on standard error
  // Training stops after the step in which this becomes different from 0.
  const volatile std::sig_atomic_t* interrupted = nullptr;
};

struct EpochReport {
  Index epoch;                    // 1, 2, ...
  double train_loss, valid_loss;  // per predicted token, in nats
  double valid_accuracy;          // share of right predictions
  double seconds, tokens_per_second, learning_rate;
  double gradient_norm;  // before clipping, averaged over the steps
  bool scored;           // whether TrainerOptions::score is given
  double score;          // its result, or 0
  bool best;             // whether this is the best model so far, and was saved
};

// The mean of the parameters of several epochs, and how it compares with the best of them.
struct AverageReport {
  std::vector<Index> epochs;
  double loss, score;  // as in EpochReport: valid_loss and score
  bool better;         // whether it is better than the best epoch, and was saved as the model
};

enum class TrainingEnd { finished, no_improvement, time_limit, interrupted };

class Progress;

class Trainer {
 public:
  // `task` must outlive the trainer. Throws if an option is outside its range.
  Trainer(const TrainingTask& task, const TrainerOptions& options);

  // Resumes the training run saved in `directory`. Returns the options that differ from the saved ones, as
  // text: "epochs 20 instead of 10, clip 0 instead of 1"; "" if the run continues to the same bits.
  //
  //     refused          a different model (see TrainingTask::contents), other data or batches (see
  //                      TrainingTask::require_same), another measure of the best model
  //     returned         other epochs, learning_rate, schedule, warmup, weight_decay, clip, or what the task
  //                      has as changeable(); other random numbers (a different seed): the saved ones continue
  //     not compared     patience, time_limit, keep_epochs, watch, progress: the parameters stay the same
  //
  // A different schedule begins afresh at the current step. Throws for what is refused, and if there is no
  // state in `directory` or a value in it cannot be right.
  std::string resume(const std::string& directory);

  // Trains, and saves into `directory` after each epoch: model.safetensors is the best model so far, and
  // training.safetensors the state to resume from. If training stops within the first epoch and the
  // directory has no model yet, the current model is saved. Epochs kept by an earlier run are removed.
  // `report` is called after each epoch. Throws when the loss is no longer finite.
  TrainingEnd run(const std::string& directory, const std::function<void(const EpochReport&)>& report);

  // The average of epochs that TrainerOptions asks for, once run() has come to its end; nothing if there are no two
  // epochs to average. If it is better than the best epoch, it becomes model.safetensors. The model has
  // its parameters afterwards.
  std::optional<AverageReport> average(const std::string& directory);

  Index steps() const { return at_.steps; }
  Index epochs() const { return at_.epoch; }  // completed
  double best_loss() const { return at_.best_loss; }
  Index best_epoch() const { return at_.best_epoch; }
  // What decides which model is the best: "validation loss", or the name of the score.
  std::string best_measure() const { return options_.score ? options_.score_name : "validation loss"; }
  static std::string state_file_in(const std::string& directory) {
    return directory + "/training.safetensors";
  }

 private:
  // The position of training.
  struct Position {
    Index epoch = 0, steps = 0;                                    // completed
    Index batches_done = 0;                                        // in the current epoch
    Index best_epoch = 0;                                          // of the best model; 0: none yet
    double best_loss = std::numeric_limits<double>::infinity();    // of the best model
    double best_score = -std::numeric_limits<double>::infinity();  // of the best model, 0 without a score
    KeptEpochs kept;                                               // for the average
    double loss_sum = 0, token_sum = 0, norm_sum = 0;              // over the batches of the current epoch
    // The state of the random numbers at the beginning of the epoch. From it a resumed run draws the same
    // plan again, and skips the first `batches_done` batches.
    std::string rng_at_epoch;
  };
  // Measures the speed of an epoch from its beginning, or from where training was resumed.
  struct EpochClock {
    Stopwatch stopwatch;
    Index batches = 0;
    double tokens = 0;
    double train_seconds = 0;  // without the validation
  };

  BatchPlan plan_epoch();
  std::optional<TrainingEnd> train_epoch(const BatchPlan& plan, EpochClock& clock, Progress& progress);
  void step(const std::vector<Index>& batch, EpochClock& clock);
  std::optional<TrainingEnd> stop_reason() const;
  void save_stopped(const std::string& directory) const;
  Validation validate() const;
  double score() const;
  bool better(double valid_loss, double score) const;
  void keep_epoch(double valid_loss, double score, const std::string& directory);
  EpochReport end_epoch(const std::string& directory, const EpochClock& clock);
  bool keep_if_best(double valid_loss, double score, const std::string& directory);
  Settings state_text() const;
  void save_state(const std::string& directory) const;
  Position read_position(const SettingsReader& saved) const;
  std::string differences(const SettingsReader& saved) const;

  std::vector<NamedNumber> changeable() const;
  void save_model(const std::string& file) const { save_model_file(file, task_.contents()); }

  const TrainingTask& task_;
  TrainerOptions options_;
  Adam optimizer_;
  std::vector<Variable> parameters_;
  std::optional<MovingAverage> moving_average_;
  std::unique_ptr<Schedule> schedule_;
  Index batches_per_epoch_;
  std::string rng_at_start_;  // the state of the random numbers before training
  Position at_;
  std::vector<double> gradient_norms_;  // of the last step
  Stopwatch stopwatch_;                 // since the beginning of run()
};

}  // namespace heed
