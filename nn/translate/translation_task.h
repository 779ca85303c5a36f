// Training a translator: pairs of sentences in batches, and the loss of each next word.
#pragma once

#include "nn/training/training_task.h"
#include "nn/translate/translator.h"

namespace heed {

struct TranslationTaskOptions {
  Index batch = 64;        // pairs in a training step
  Index batch_tokens = 0;  // if above 0, tokens in it instead, padding included, on its longer side
  double label_smoothing = 0;
  // The share of merges that are left out when words are split to pieces, drawn anew in each epoch; then `pairs` are the
  // training pairs as words.
  double merge_dropout = 0;
  const std::vector<SentencePair>* pairs = nullptr;
};

class TranslationTask : public TrainingTask {
 public:
  // Trains `translator` on `train`, and validates on `valid`. All three must outlive the task. Throws if one of
  // the two has no pairs or an empty sentence, and if an option is outside its range.
  TranslationTask(Translator& translator, const EncodedPairs& train, const EncodedPairs& valid,
                  const TranslationTaskOptions& options);

  Module& model() const override { return *translator_.model; }
  Rng& rng() const override { return *translator_.rng; }
  BatchPlan plan() const override;
  Index batches_per_epoch() const override { return batches_; }
  bool number_of_batches_varies() const override { return options_.batch_tokens > 0; }
  double tokens() const override { return tokens_; }
  SummedLoss loss(const std::vector<Index>& batch) const override;
  Validation validate() const override;
  NamedTensors contents() const override { return translator_.contents(); }
  Settings if_missing() const override;
  Settings identity() const override;
  void require_same(const SettingsReader& saved) const override;
  std::vector<NamedNumber> changeable() const override;

 private:
  Translator& translator_;
  const EncodedPairs &train_, &valid_;
  TranslationTaskOptions options_;
  mutable EncodedPairs redrawn_;  // of this epoch, with dropout of merges
  const EncodedPairs& drawn() const { return options_.merge_dropout > 0 ? redrawn_ : train_; }
  BatchPlan plan_of(const EncodedPairs& pairs, Rng& rng) const;
  std::string batch_text() const;

  Index batches_;
  double tokens_ = 0;  // all but the first of each sentence; with dropout of merges there are some more
};

}  // namespace heed
