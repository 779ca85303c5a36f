#include "nn/translate/translation_task.h"

#include "autograd/operations/cross_entropy.h"
#include "nn/training/fingerprint.h"
#include "nn/training/token_scores.h"
#include "nn/translate/model_tables.h"
#include "tensor/ground/error.h"

namespace heed {
namespace {

void check(const EncodedPairs& pairs, const std::string& what) {
  if (pairs.source.size() != pairs.target.size())
    fail("trainer: the ", what, " pairs have ", pairs.source.size(), " sources and ", pairs.target.size(),
         " targets");
  if (pairs.source.empty()) fail("trainer: there are no ", what, " pairs");
  for (std::size_t i = 0; i < pairs.source.size(); ++i) {
    if (pairs.source[i].empty() || pairs.target[i].size() < 2)
      fail("trainer: ", what, " pair ", i, " is empty; encode() gives each sentence <bos> and <eos>");
  }
}

std::string fingerprint(const EncodedPairs& pairs) {
  Fingerprint fingerprint;
  fingerprint.add(pairs.source);
  fingerprint.add(pairs.target);
  return fingerprint.to_string();
}

void require_same_pairs(const std::string& what, const EncodedPairs& pairs, const std::string& saved) {
  if (saved == fingerprint(pairs)) return;
  fail("its ", what, " pairs differ from the ", pairs.source.size(), " ", what,
       " pairs that are given, or are in another order; give the same files, options and seed");
}

}  // namespace

TranslationTask::TranslationTask(Translator& translator, const EncodedPairs& train, const EncodedPairs& valid,
                                 const TranslationTaskOptions& options)
    : translator_(translator), train_(train), valid_(valid), options_(options) {
  translator.checked_model();
  check(train, "training");
  check(valid, "validation");
  checked_size("trainer", "the batch", options.batch, 1);
  checked_size("trainer", "the number of tokens in a batch", options.batch_tokens);
  if (!(options.label_smoothing >= 0 && options.label_smoothing <= 1))
    fail("trainer: the label smoothing must be a number from 0 to 1, not ", options.label_smoothing);
  if (!(options.merge_dropout >= 0 && options.merge_dropout < 1))
    fail("trainer: the dropout of merges must be from 0 to less than 1, not ", options.merge_dropout);
  if (options.merge_dropout > 0 && (!options.pairs || options.pairs->size() != train.source.size()))
    fail("trainer: the dropout of merges needs the training pairs as words");
  Rng rng(0);  // the random numbers of training stay as they are
  batches_ = std::ssize(plan_of(train, rng));
  for (const Tokens& target : train.target) tokens_ += static_cast<double>(target.size() - 1);
}

Settings TranslationTask::if_missing() const {
  return model_table(translator_.model->settings().at("model")).if_missing();
}

BatchPlan TranslationTask::plan() const {
  if (options_.merge_dropout > 0)
    redrawn_ = encode(*options_.pairs, translator_.source, translator_.target, options_.merge_dropout,
                      translator_.model->max_length(), *translator_.rng);
  return plan_of(drawn(), *translator_.rng);
}

BatchPlan TranslationTask::plan_of(const EncodedPairs& pairs, Rng& rng) const {
  return options_.batch_tokens > 0 ? shuffled_plan_of_tokens(pairs, options_.batch_tokens, rng)
                                   : shuffled_plan(pairs, options_.batch, rng);
}

std::string TranslationTask::batch_text() const {
  return options_.batch_tokens > 0 ? text(options_.batch_tokens, " tokens") : to_text(options_.batch);
}

SummedLoss TranslationTask::loss(const std::vector<Index>& indices) const {
  const Batch batch = make_batch(drawn(), indices);
  const Variable logits = translator_.model->logits(batch);
  return {
      cross_entropy(
          logits, batch.target_out,
          {.ignore = Vocabulary::pad, .smoothing = options_.label_smoothing, .reduction = Reduction::sum}),
      static_cast<double>(batch.tokens)};
}

Validation TranslationTask::validate() const {
  TokenScores scores;
  for (const std::vector<Index>& indices : sorted_plan(valid_.source, options_.batch)) {
    const Batch batch = make_batch(valid_, indices);
    scores.add(translator_.model->logits(batch), batch.target_out);
  }
  return scores.per_token();
}

Settings TranslationTask::identity() const {
  return {{"pairs", to_text(train_.source.size())},
          {"batch", batch_text()},
          {"train_fingerprint", fingerprint(train_)},
          {"valid_fingerprint", fingerprint(valid_)}};
}

void TranslationTask::require_same(const SettingsReader& saved) const {
  const Index pairs = std::ssize(train_.source);
  const Index saved_pairs = saved.count("trainer.pairs");
  const std::string& saved_batch = saved.text("trainer.batch");
  if (saved_pairs != pairs || saved_batch != batch_text())
    fail("it was trained on ", saved_pairs, " pairs in batches of ", saved_batch, ", not on ", pairs,
         " in batches of ", batch_text());
  require_same_pairs("training", train_, saved.text("trainer.train_fingerprint"));
  require_same_pairs("validation", valid_, saved.text("trainer.valid_fingerprint"));
}

std::vector<NamedNumber> TranslationTask::changeable() const {
  return {{"label_smoothing", options_.label_smoothing}, {"merge_dropout", options_.merge_dropout}};
}

}  // namespace heed
