#include "nn/training/trainer.h"

#include "autograd/operations/arithmetic.h"
#include "nn/training/progress.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

namespace heed {
namespace {

[[noreturn]] void fail_diverged(const std::string& what, double value, const std::string& when) {
  fail(what, " is ", value, " ", when,
       ": training has diverged. The last saved model is unchanged. Try a smaller learning rate");
}

// A model whose perplexity, exp(loss), is not finite has lost all that it learned. It must not replace
// the last saved model.
void require_finite(double loss, const std::string& when) {
  if (!std::isfinite(std::exp(loss))) fail_diverged("the loss", loss, when);
}

// Epochs kept by an earlier run. Training continues even if an old file cannot be removed.
void remove_epochs(const std::string& directory) {
  std::error_code ignored;
  for (const Index epoch : epochs_in(directory))
    std::filesystem::remove(epoch_file_in(directory, epoch), ignored);
}

void check(const TrainerOptions& options) {
  checked_size("trainer", "the number of epochs", options.epochs);
  checked_size("trainer", "the patience", options.patience);
  const auto check_number = [](const char* what, double number) {
    if (!(number >= 0)) fail("trainer: ", what, " must be a number of 0 or greater, not ", number);
  };
  check_number("the clip", options.clip);
  check_number("the time limit", options.time_limit);
  checked_size("trainer", "the number of parts of a batch", options.accumulate, 1);
  checked_size("trainer", "the number of epochs to average", options.average);
}

// The batch in consecutive parts whose sizes differ by at most 1.
std::vector<std::vector<Index>> parts_of(const std::vector<Index>& batch, Index parts) {
  const Index size = std::ssize(batch), count = std::min(parts, size);
  std::vector<std::vector<Index>> result;
  for (Index part = 0; part < count; ++part)
    result.emplace_back(batch.begin() + size * part / count, batch.begin() + size * (part + 1) / count);
  return result;
}

}  // namespace

Trainer::Trainer(const TrainingTask& task, const TrainerOptions& options)
    : task_(task),
      options_(options),
      optimizer_(task.model().parameters(), options.learning_rate, {.weight_decay = options.weight_decay}),
      parameters_(task.model().parameters()),
      batches_per_epoch_(task.batches_per_epoch()),
      rng_at_start_(task.rng().save()) {
  check(options);
  if (options.moving_average != 0) moving_average_.emplace(parameters_, options.moving_average);
  schedule_ =
      make_schedule(options.schedule, options.learning_rate, options.warmup,
                    std::min(options.epochs, Shape::max_numel / batches_per_epoch_) * batches_per_epoch_);
}

TrainingEnd Trainer::run(const std::string& directory,
                         const std::function<void(const EpochReport&)>& report) {
  if (!report) fail("trainer: the function that gets the reports is empty");
  stopwatch_ = Stopwatch();
  Progress progress(options_.progress);
  task_.model().train();
  while (at_.epoch < options_.epochs) {
    const Index since_best = at_.epoch - at_.best_epoch;
    if (options_.patience > 0 && since_best >= options_.patience) return TrainingEnd::no_improvement;
    EpochClock clock;
    const BatchPlan plan = plan_epoch();
    const std::optional<TrainingEnd> stopped = train_epoch(plan, clock, progress);
    progress.clear();
    if (stopped) {
      save_stopped(directory);
      return *stopped;
    }
    report(end_epoch(directory, clock));
  }
  return TrainingEnd::finished;
}

// A resumed epoch draws its plan from the state of the random numbers at its beginning, and then continues
// from the state that they had reached.
BatchPlan Trainer::plan_epoch() {
  Rng& rng = task_.rng();
  const std::string rng_now = rng.save();
  const bool resumed = at_.batches_done > 0;
  if (resumed) {
    rng.restore(at_.rng_at_epoch);
  } else {
    at_.rng_at_epoch = rng_now;
  }
  BatchPlan plan = task_.plan();
  if (resumed) rng.restore(rng_now);
  return plan;
}

std::optional<TrainingEnd> Trainer::train_epoch(const BatchPlan& plan, EpochClock& clock,
                                                Progress& progress) {
  const Index batches = static_cast<Index>(plan.size());
  while (at_.batches_done < batches) {
    step(plan[static_cast<std::size_t>(at_.batches_done)], clock);
    const Index left = batches - at_.batches_done + (options_.epochs - at_.epoch - 1) * batches;
    const double seconds = clock.stopwatch.seconds();
    progress.show(text("epoch ", at_.epoch + 1, "/", options_.epochs), at_.batches_done, batches,
                  at_.loss_sum / at_.token_sum, clock.tokens / seconds,
                  seconds / static_cast<double>(clock.batches) * static_cast<double>(left));
    if (const std::optional<TrainingEnd> reason = stop_reason()) return reason;
  }
  clock.train_seconds = clock.stopwatch.seconds();
  return std::nullopt;
}

void Trainer::step(const std::vector<Index>& batch, EpochClock& clock) {
  optimizer_.zero_grad();
  // Every token of the corpus counts the same. An average over each batch would count the words of short
  // sentences more, because they fill batches of their own, and a translator would learn to be brief.
  const double tokens_per_batch = task_.tokens() / static_cast<double>(batches_per_epoch_);
  double total = 0, tokens = 0;
  for (const std::vector<Index>& part : parts_of(batch, options_.accumulate)) {
    const SummedLoss sum = task_.loss(part);
    (sum.total / tokens_per_batch).backward();  // adds to the gradients
    total += static_cast<double>(sum.total.item());
    tokens += sum.tokens;
  }
  const double loss = total / tokens;
  require_finite(loss, text("at step ", at_.steps + 1));
  optimizer_.set_learning_rate(schedule_->rate(++at_.steps));
  {
    const Scope scope("optimizer");  // its name in a profile
    const double norm = clip_gradient_norm(
        parameters_, options_.clip > 0 ? options_.clip : std::numeric_limits<double>::infinity(),
        &gradient_norms_);
    if (!std::isfinite(norm)) fail_diverged("the norm of the gradients", norm, text("at step ", at_.steps));
    at_.norm_sum += norm;
    optimizer_.step();
    if (moving_average_) moving_average_->update(at_.steps);
  }
  at_.loss_sum += total;
  at_.token_sum += tokens;
  ++at_.batches_done;
  clock.tokens += tokens;
  ++clock.batches;
  if (options_.watch) options_.watch({at_.steps, loss, optimizer_.learning_rate(), gradient_norms_});
}

std::optional<TrainingEnd> Trainer::stop_reason() const {
  if (options_.interrupted && *options_.interrupted) return TrainingEnd::interrupted;
  if (options_.time_limit > 0 && stopwatch_.seconds() >= options_.time_limit) return TrainingEnd::time_limit;
  return std::nullopt;
}

void Trainer::save_stopped(const std::string& directory) const {
  save_state(directory);
  if (at_.best_epoch == 0 && !std::filesystem::exists(model_file_in(directory)))
    save_model(model_file_in(directory));
}

Validation Trainer::validate() const {
  const NoGrad guard;
  task_.model().eval();
  const Validation result = task_.validate();
  task_.model().train();
  return result;
}

double Trainer::score() const {
  const double score = options_.score ? options_.score() : 0;
  if (std::isnan(score)) fail("trainer: the score of epoch ", at_.epoch, " is not a number");
  return score;
}

EpochReport Trainer::end_epoch(const std::string& directory, const EpochClock& clock) {
  if (moving_average_) moving_average_->swap();
  const Validation valid = validate();
  require_finite(valid.loss, text("in the validation of epoch ", at_.epoch + 1));
  schedule_->validated(valid.loss);
  ++at_.epoch;
  if (at_.epoch == 1) remove_epochs(directory);
  if (options_.keep_epochs) save_model(epoch_file_in(directory, at_.epoch));
  const double score = this->score();
  const bool best = keep_if_best(valid.loss, score, directory);
  if (options_.average > 0) keep_epoch(valid.loss, score, directory);
  if (moving_average_) moving_average_->swap();
  const EpochReport report{.epoch = at_.epoch,
                           .train_loss = at_.loss_sum / at_.token_sum,
                           .valid_loss = valid.loss,
                           .valid_accuracy = valid.accuracy,
                           .seconds = clock.train_seconds,
                           .tokens_per_second = clock.tokens / clock.train_seconds,
                           .learning_rate = optimizer_.learning_rate(),
                           .gradient_norm = at_.norm_sum / static_cast<double>(at_.batches_done),
                           .scored = options_.score != nullptr,
                           .score = score,
                           .best = best};
  at_.batches_done = 0;
  at_.loss_sum = at_.token_sum = at_.norm_sum = 0;
  save_state(directory);
  return report;
}

// Without a score, every score is 0, and the loss alone decides.
bool Trainer::better(double valid_loss, double score) const {
  return score > at_.best_score || (score == at_.best_score && valid_loss < at_.best_loss);
}

bool Trainer::keep_if_best(double valid_loss, double score, const std::string& directory) {
  if (!better(valid_loss, score)) return false;
  at_.best_score = score;
  at_.best_loss = valid_loss;
  at_.best_epoch = at_.epoch;
  save_model(model_file_in(directory));
  return true;
}

// The epochs to average, and no others, stay as files.
void Trainer::keep_epoch(double valid_loss, double score, const std::string& directory) {
  if (!options_.keep_epochs) save_model(epoch_file_in(directory, at_.epoch));
  at_.kept.add({at_.epoch, valid_loss, score});
  for (const Index dropped : at_.kept.keep(options_.average, options_.average_best)) {
    std::error_code ignored;
    if (!options_.keep_epochs) std::filesystem::remove(epoch_file_in(directory, dropped), ignored);
  }
}

std::optional<AverageReport> Trainer::average(const std::string& directory) {
  AverageReport report{at_.kept.epochs(), 0, 0, false};
  if (report.epochs.size() < 2) return std::nullopt;
  std::vector<std::string> files;
  for (const Index epoch : report.epochs) files.push_back(epoch_file_in(directory, epoch));
  task_.model().load_state_dict(mean_of_models(files).tensors);
  report.loss = validate().loss;
  task_.model().eval();
  report.score = score();
  report.better = better(report.loss, report.score);
  if (report.better) save_model(model_file_in(directory));
  return report;
}

}  // namespace heed
