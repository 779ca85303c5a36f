// The table of a GPT's settings. To add one, add a field with its default value to GPTOptions, and a row in gpt_table.cpp.
#pragma once

#include "nn/training/settings.h"
#include "nn/transformer/gpt.h"

namespace heed {

struct GPTTable : SettingsTable {
  // The defaults are those of the program `generate`.
  GPTTable();
  explicit GPTTable(const GPTOptions& options);

  // Sets the size of the vocabulary, which follows from the training data.
  void fit(Index words) { options_->words = words; }
  // Throws a UsageError if the current values, which the options gave, contradict each other.
  void check(const Options& given) const;
  Index context() const { return options_->context; }
  // Makes a model with fresh parameters from the current values.
  std::unique_ptr<GPT> make(Rng& rng) const { return std::make_unique<GPT>(*options_, rng); }

 private:
  std::shared_ptr<GPTOptions> options_;
};

}  // namespace heed
