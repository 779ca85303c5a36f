#include "nn/translate/trainer.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/cross_entropy.h"
#include "nn/text/accuracy.h"
#include "nn/translate/progress.h"
#include "nn/translate/settings.h"
#include "tensor/ground/error.h"
#include "tensor/ground/format.h"
#include "tensor/reduce.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>

namespace heed {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double from_exact(const std::string& line) { return std::strtod(line.c_str(), nullptr); }

// A model whose perplexity, exp(loss), is no number has lost all that it knew; it must not replace a saved
// one.
void require_finite(double loss, const std::string& when) {
  if (!std::isfinite(std::exp(loss))) {
    fail("the loss is ", loss, " ", when,
         ": training has diverged. The model saved last is untouched. Try a smaller --learning-rate");
  }
}

constexpr const char* optimizer_prefix = "optimizer.";

}  // namespace

Trainer::Trainer(Translator& translator, const EncodedPairs& train, const EncodedPairs& valid,
                 const TrainerOptions& options)
    : translator_(translator),
      train_(train),
      valid_(valid),
      options_(options),
      optimizer_(translator.model->parameters(), options.learning_rate,
                 {.weight_decay = options.weight_decay}),
      parameters_(translator.model->parameters()),
      best_loss_(std::numeric_limits<double>::infinity()),
      best_merit_(-std::numeric_limits<double>::infinity()) {
  const Index pairs = static_cast<Index>(train.source.size());
  const Index per_epoch = (pairs + options.batch - 1) / options.batch;
  double words = 0;  // that are to be predicted: all but the first of each sentence
  for (const Tokens& target : train.target) words += static_cast<double>(target.size() - 1);
  words_per_batch_ = words / static_cast<double>(per_epoch);
  schedule_ =
      make_schedule(options.schedule, options.learning_rate, options.warmup, options.epochs * per_epoch);
}

double Trainer::step(const Batch& batch) {
  optimizer_.zero_grad();
  const Variable scores = translator_.model->logits(batch);
  const Variable total = cross_entropy(
      scores, batch.target_out,
      {.ignore = Vocabulary::pad, .smoothing = options_.label_smoothing, .reduction = Reduction::sum});
  const double loss = static_cast<double>(total.item()) / static_cast<double>(batch.tokens);
  require_finite(loss, text("at step ", steps_ + 1));
  // Every word of the corpus counts the same. An average over each batch's own words would count those of
  // short sentences more, for they come in batches of their own, and the model would learn to be brief.
  (total / words_per_batch_).backward();
  optimizer_.set_learning_rate(schedule_->rate(++steps_));
  {
    const Scope scope("optimizer");  // by this name it stands in a profile
    norm_sum_ += clip_gradient_norm(
        parameters_, options_.clip > 0 ? options_.clip : std::numeric_limits<double>::infinity(),
        &gradient_norms_);
    optimizer_.step();
  }
  if (options_.watch) options_.watch({steps_, loss, optimizer_.learning_rate(), gradient_norms_});
  return loss;
}

std::pair<double, double> Trainer::validate() {
  const NoGrad guard;
  translator_.model->eval();
  double loss = 0;
  TokenAccuracy accuracy;
  for (const std::vector<Index>& indices : sorted_plan(valid_.source, options_.batch)) {
    const Batch batch = make_batch(valid_, indices);
    const Variable scores = translator_.model->logits(batch);
    loss += static_cast<double>(
        cross_entropy(scores, batch.target_out, {.ignore = Vocabulary::pad, .reduction = Reduction::sum})
            .item());
    TokenMatrix predicted(batch.target_out.rows, batch.target_out.columns);
    const std::vector<Index> best = argmax(scores.value());
    std::copy(best.begin(), best.end(), predicted.ids.begin());
    accuracy.add(predicted, batch.target_out);
  }
  translator_.model->train();
  return {loss / static_cast<double>(accuracy.total), accuracy.value()};
}

TrainingEnd Trainer::run(const std::string& directory,
                         const std::function<void(const EpochReport&)>& report) {
  const Clock::time_point begin = Clock::now();
  Progress progress(options_.progress);
  Rng& rng = *translator_.rng;
  translator_.model->train();
  while (epoch_ < options_.epochs) {
    if (options_.patience > 0 && since_best_ >= options_.patience) return TrainingEnd::no_improvement;
    const Clock::time_point epoch_begin = Clock::now();
    const Index resumed_at = batches_done_;
    // A resumed epoch draws its plan from the state that it began with, then goes on from the state that it
    // had come to.
    const std::string rng_now = rng.save();
    if (batches_done_ > 0) {
      rng.restore(rng_at_epoch_);
    } else {
      rng_at_epoch_ = rng_now;
    }
    const BatchPlan plan = shuffled_plan(train_, options_.batch, rng);
    if (batches_done_ > 0) rng.restore(rng_now);
    const Index batches = static_cast<Index>(plan.size());
    double tokens_here = 0;
    while (batches_done_ < batches) {
      const Batch batch = make_batch(train_, plan[static_cast<std::size_t>(batches_done_)]);
      const double loss = step(batch);
      const double tokens = static_cast<double>(batch.tokens);
      loss_sum_ += loss * tokens;
      token_sum_ += tokens;
      tokens_here += tokens;
      ++batches_done_;
      const double seconds = seconds_since(epoch_begin);
      progress.show(
          text("epoch ", epoch_ + 1, "/", options_.epochs), batches_done_, batches, loss_sum_ / token_sum_,
          tokens_here / seconds,
          seconds / static_cast<double>(batches_done_ - resumed_at) *
              static_cast<double>(batches - batches_done_ + (options_.epochs - epoch_ - 1) * batches));
      const bool interrupted = options_.interrupted && *options_.interrupted;
      if (interrupted || (options_.time_limit > 0 && seconds_since(begin) >= options_.time_limit)) {
        progress.clear();
        save_state(directory);
        if (best_epoch_ == 0 && !std::filesystem::exists(Translator::file_in(directory)))
          translator_.save(directory);
        return interrupted ? TrainingEnd::interrupted : TrainingEnd::time_limit;
      }
    }
    const double train_seconds = seconds_since(epoch_begin);
    progress.clear();
    const auto [valid_loss, accuracy] = validate();
    require_finite(valid_loss, text("in the validation of epoch ", epoch_ + 1));
    schedule_->validated(valid_loss);
    ++epoch_;
    if (epoch_ == 1) {
      std::error_code ignored;  // an old file that stays is no reason to end a training
      for (const Index earlier : Translator::epochs_in(directory))
        std::filesystem::remove(Translator::epoch_file_in(directory, earlier), ignored);
    }
    if (options_.keep_epochs) translator_.save_file(Translator::epoch_file_in(directory, epoch_));
    const double score = options_.score ? options_.score() : 0;
    const double merit = options_.score ? score : -valid_loss;
    const bool best = merit > best_merit_;
    since_best_ = best ? 0 : since_best_ + 1;
    if (best) {
      best_merit_ = merit;
      best_loss_ = valid_loss;
      best_epoch_ = epoch_;
      translator_.save(directory);
    }
    const EpochReport done{epoch_,
                           loss_sum_ / token_sum_,
                           valid_loss,
                           accuracy,
                           train_seconds,
                           tokens_here / train_seconds,
                           optimizer_.learning_rate(),
                           norm_sum_ / static_cast<double>(batches),
                           options_.score != nullptr,
                           score,
                           best};
    batches_done_ = 0;
    loss_sum_ = token_sum_ = norm_sum_ = 0;
    save_state(directory);
    report(done);
  }
  return TrainingEnd::finished;
}

void Trainer::save_state(const std::string& directory) const {
  NamedTensors state = translator_.contents();
  for (auto& [name, tensor] : optimizer_.state()) state.tensors.emplace_back(optimizer_prefix + name, tensor);
  state.metadata["trainer.epoch"] = to_text(epoch_);
  state.metadata["trainer.batches_done"] = to_text(batches_done_);
  state.metadata["trainer.steps"] = to_text(steps_);
  state.metadata["trainer.since_best"] = to_text(since_best_);
  state.metadata["trainer.best_epoch"] = to_text(best_epoch_);
  state.metadata["trainer.best_loss"] = exact(best_loss_);
  state.metadata["trainer.best_merit"] = exact(best_merit_);
  state.metadata["trainer.loss_sum"] = exact(loss_sum_);
  state.metadata["trainer.token_sum"] = exact(token_sum_);
  state.metadata["trainer.norm_sum"] = exact(norm_sum_);
  state.metadata["trainer.rng"] = translator_.rng->save();
  state.metadata["trainer.rng_at_epoch"] = rng_at_epoch_;
  state.metadata["trainer.schedule"] = schedule_->save();
  state.metadata["trainer.pairs"] = to_text(train_.source.size());
  state.metadata["trainer.batch"] = to_text(options_.batch);
  std::error_code ignored;
  std::filesystem::create_directories(directory, ignored);  // if it fails, so does the write, and says why
  save_safetensors(state_file_in(directory), state);
}

void Trainer::resume(const std::string& directory) {
  const std::string file = state_file_in(directory);
  const NamedTensors state = load_safetensors(file);
  const SettingsReader read(state.metadata);
  for (const auto& [name, value] : translator_.contents().metadata) {
    if (read.text(name) != value) {
      fail("cannot resume from '", file, "': its ", name, " differs from the one asked for",
           value.size() < 40 ? ", " : "",
           value.size() < 40 ? text(read.text(name), " instead of ", value) : "");
    }
  }
  if (read.integer("trainer.pairs") != static_cast<Index>(train_.source.size()) ||
      read.integer("trainer.batch") != options_.batch) {
    fail("cannot resume from '", file, "': it was trained on ", read.text("trainer.pairs"),
         " pairs in batches of ", read.text("trainer.batch"), ", not on ", train_.source.size(),
         " in batches of ", options_.batch);
  }
  NamedTensors model, optimizer;
  for (const auto& [name, tensor] : state.tensors) {
    if (name.starts_with(optimizer_prefix)) {
      optimizer.tensors.emplace_back(name.substr(std::string(optimizer_prefix).size()), tensor);
    } else {
      model.tensors.emplace_back(name, tensor);
    }
  }
  translator_.model->load_state_dict(model.tensors);
  optimizer_.load_state(optimizer.tensors);
  epoch_ = read.integer("trainer.epoch");
  batches_done_ = read.integer("trainer.batches_done");
  steps_ = read.integer("trainer.steps");
  since_best_ = read.integer("trainer.since_best");
  best_epoch_ = read.integer("trainer.best_epoch");
  best_loss_ = from_exact(read.text("trainer.best_loss"));
  best_merit_ = from_exact(read.text("trainer.best_merit"));
  loss_sum_ = from_exact(read.text("trainer.loss_sum"));
  token_sum_ = from_exact(read.text("trainer.token_sum"));
  norm_sum_ = from_exact(read.text("trainer.norm_sum"));
  translator_.rng->restore(read.text("trainer.rng"));
  rng_at_epoch_ = read.text("trainer.rng_at_epoch");
  schedule_->restore(read.text("trainer.schedule"));
}

}  // namespace heed
