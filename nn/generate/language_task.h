// Training a generator: windows of text in batches, and the loss of each next token.
#pragma once

#include "nn/generate/generator.h"
#include "nn/generate/gpt_table.h"
#include "nn/training/token_scores.h"
#include "nn/training/training_task.h"

namespace heed {

class LanguageTask : public TrainingTask {
 public:
  // Trains `generator` on `train` and validates on `valid`: windows of language_windows(), `batch` in a training step. All
  // three must outlive the task. Throws if there are no windows.
  LanguageTask(Generator& generator, const EncodedPairs& train, const EncodedPairs& valid, Index batch);

  Module& model() const override { return *generator_.model; }
  Rng& rng() const override { return *generator_.rng; }
  BatchPlan plan() const override { return shuffled_plan(train_, batch_, rng()); }
  Index batches_per_epoch() const override { return (std::ssize(train_.target) - 1) / batch_ + 1; }
  double tokens() const override { return tokens_; }
  SummedLoss loss(const std::vector<Index>& batch) const override;
  Validation validate() const override;
  NamedTensors contents() const override { return generator_.contents(); }
  Settings if_missing() const override { return GPTTable().if_missing(); }
  Settings identity() const override;
  void require_same(const SettingsReader& saved) const override;

 private:
  Generator& generator_;
  const EncodedPairs &train_, &valid_;
  Index batch_;
  double tokens_ = 0;
};

// The scores of all windows, which the model reads in batches of `batch`.
TokenScores scores_of(const GPT& model, const EncodedPairs& windows, Index batch);

}  // namespace heed
