// The options of `translate train`.
#pragma once

#include "nn/show/run_page.h"
#include "nn/translate/program/model_options.h"
#include "nn/translate/trainer.h"

namespace heed {

// The table: data, model, training, in the order of the help.
const std::vector<Option>& train_options();

// Throws a UsageError if the options for the data contradict each other or are incomplete.
void require_consistent(const Options& options);

// These two find out before hours are spent on a model. Throws if the directory cannot be made or written to.
void require_writable(const std::string& directory);
// Throws if the directory has a model or the state of a training run, which training would replace.
void require_new(const std::string& directory);

TrainerOptions trainer_options(const Options& options, const ModelTable& model);

// The options that matter to this model, with their values, as the run page lists them.
std::vector<show::Setting> listed_options(const Options& options, const ModelTable& model);

}  // namespace heed
