// The options of `translate train`.
#pragma once

#include "nn/program/training_options.h"
#include "nn/text/corpus_filter.h"
#include "nn/translate/program/model_options.h"
#include "nn/translate/translation_task.h"

namespace heed {

// The table: data, model, training, in the order of the help.
const std::vector<Option>& train_options();

// Throws a UsageError if the options for the data contradict each other or are incomplete.
void require_consistent(const Options& options);

// --batch, --label-smoothing and --merge-dropout.
TranslationTaskOptions task_options(const Options& options);

// --drop and --max-ratio.
CorpusFilter filter_options(const Options& options);

// The options that matter to this model, with their values, as the run page lists them.
std::vector<show::Setting> listed_options(const Options& options, const ModelTable& model);

}  // namespace heed
