// The trainer: epochs over a corpus, validation after each, the best model kept, and a state that can be
// taken up again at any step: training that was stopped and resumed gives the very same parameters as
// training that was not.
#pragma once

#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "nn/translate/translator.h"

#include <csignal>
#include <functional>
#include <string>

namespace heed {

struct StepReport {
  Index step;   // 1, 2, ... from the beginning of training
  double loss;  // per target token, in nats, with label smoothing
  double learning_rate;
  const std::vector<double>& gradient_norms;  // before clipping, one for each parameter of the model
};

struct TrainerOptions {
  Index epochs = 10, batch = 64;
  double learning_rate = 1e-3;
  std::string schedule = "constant";
  Index warmup = 400;  // steps, for the schedules that rise first
  double label_smoothing = 0;
  double clip = 1;  // the longest gradient; 0: of any length
  double weight_decay = 0;
  Index patience = 0;     // epochs without a better validation loss before training stops; 0: never
  double time_limit = 0;  // seconds; 0: none
  std::function<double()> score =
      nullptr;  // of the model as it is, say its BLEU; if given, the best model is that of
                // the greatest score instead of the lowest validation loss
  std::function<void(const StepReport&)> watch = nullptr;  // called after each step
  bool keep_epochs = false;  // keep the model of each epoch: see Translator::epoch_file_in
  bool progress = false;     // draw a progress line on standard error
  const volatile std::sig_atomic_t* interrupted =
      nullptr;  // training stops after the step during which it becomes 1
};

struct EpochReport {
  Index epoch;                    // 1, 2, ...
  double train_loss, valid_loss;  // per target token, in nats; valid_loss without label smoothing
  double valid_accuracy;          // of the next word, given the right ones before
  double seconds, tokens_per_second, learning_rate;
  double gradient_norm;  // before clipping, averaged over the steps
  bool scored;
  double score;  // as TrainerOptions::score says; 0 if not scored
  bool best;     // the best model so far, and saved
};

enum class TrainingEnd { finished, no_improvement, time_limit, interrupted };

class Trainer {
 public:
  // Trains `translator` on `train`; after each epoch measures it on `valid`. Both stay with the caller.
  Trainer(Translator& translator, const EncodedPairs& train, const EncodedPairs& valid,
          const TrainerOptions& options);

  // Takes up the training that `directory` holds. Throws when there is none, or of another model or corpus.
  void resume(const std::string& directory);

  // Trains, saving into `directory` after each epoch: model.safetensors is the best model so far,
  // training.safetensors the state to resume from (stopped within the first epoch, a directory without a
  // model gets that one). Epochs that an earlier training kept there go with its model. `report` is called
  // after each epoch. Throws when the loss is no longer a number.
  TrainingEnd run(const std::string& directory, const std::function<void(const EpochReport&)>& report);

  Index steps() const { return steps_; }   // done
  Index epochs() const { return epoch_; }  // completed
  double best_loss() const { return best_loss_; }
  Index best_epoch() const { return best_epoch_; }
  static std::string state_file_in(const std::string& directory) {
    return directory + "/training.safetensors";
  }

 private:
  double step(const Batch& batch);       // one step of training; returns the loss per word
  std::pair<double, double> validate();  // loss per token, accuracy
  void save_state(const std::string& directory) const;

  Translator& translator_;
  const EncodedPairs &train_, &valid_;
  TrainerOptions options_;
  Adam optimizer_;
  std::vector<Variable> parameters_;
  std::unique_ptr<Schedule> schedule_;
  double words_per_batch_ = 1;  // on average

  // Where training is. `rng_at_epoch` makes the epoch's plan again, so that `batches_done` of it can be
  // passed over.
  Index epoch_ = 0, batches_done_ = 0, steps_ = 0, since_best_ = 0, best_epoch_ = 0;
  std::string rng_at_epoch_;
  double loss_sum_ = 0, token_sum_ = 0, norm_sum_ = 0;  // of the epoch so far
  std::vector<double> gradient_norms_;                  // of the last step
  double best_loss_, best_merit_;  // of the best epoch; the merit is its score, or minus its loss
};

}  // namespace heed
