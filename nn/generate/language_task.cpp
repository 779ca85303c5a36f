#include "nn/generate/language_task.h"

#include "autograd/operations/cross_entropy.h"
#include "nn/training/fingerprint.h"
#include "nn/training/token_scores.h"
#include "tensor/ground/error.h"

namespace heed {
namespace {

std::string fingerprint(const EncodedPairs& windows) {
  Fingerprint fingerprint;
  fingerprint.add(windows.target);
  return fingerprint.to_string();
}

}  // namespace

LanguageTask::LanguageTask(Generator& generator, const EncodedPairs& train, const EncodedPairs& valid,
                           Index batch)
    : generator_(generator),
      train_(train),
      valid_(valid),
      batch_(checked_size("trainer", "the batch", batch, 1)) {
  generator.checked_model();
  if (train.target.empty() || valid.target.empty())
    fail("trainer: there is no ", train.target.empty() ? "training" : "validation", " text");
  for (const Tokens& window : train.target) tokens_ += static_cast<double>(window.size() - 1);
}

SummedLoss LanguageTask::loss(const std::vector<Index>& indices) const {
  const Batch batch = make_batch(train_, indices);
  return {cross_entropy(generator_.model->logits(batch.target_in), batch.target_out,
                        {.ignore = Vocabulary::pad, .reduction = Reduction::sum}),
          static_cast<double>(batch.tokens)};
}

Validation LanguageTask::validate() const { return scores_of(*generator_.model, valid_, batch_).per_token(); }

Settings LanguageTask::identity() const {
  return {{"windows", to_text(train_.target.size())},
          {"batch", to_text(batch_)},
          {"train_fingerprint", fingerprint(train_)},
          {"valid_fingerprint", fingerprint(valid_)}};
}

void LanguageTask::require_same(const SettingsReader& saved) const {
  const Index windows = std::ssize(train_.target);
  const Index saved_windows = saved.count("trainer.windows"), saved_batch = saved.count("trainer.batch");
  if (saved_windows != windows || saved_batch != batch_)
    fail("it was trained on ", saved_windows, " windows in batches of ", saved_batch, ", not on ", windows,
         " in batches of ", batch_);
  const auto require = [&](const std::string& what, const EncodedPairs& text, const std::string& was) {
    if (was == fingerprint(text)) return;
    fail("its ", what,
         " text differs from the text that is given, or is in another order; give the same files, ",
         "options and seed");
  };
  require("training", train_, saved.text("trainer.train_fingerprint"));
  require("validation", valid_, saved.text("trainer.valid_fingerprint"));
}

TokenScores scores_of(const GPT& model, const EncodedPairs& windows, Index batch) {
  TokenScores scores;
  for (const std::vector<Index>& indices : sorted_plan(windows.target, batch)) {
    const Batch read = make_batch(windows, indices);
    scores.add(model.logits(read.target_in), read.target_out);
  }
  return scores;
}

}  // namespace heed
