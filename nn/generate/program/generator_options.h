// The options of `generate train`.
#pragma once

#include "nn/generate/gpt_table.h"
#include "nn/program/training_options.h"

namespace heed {

// The table: data, model, training, in the order of the help.
const std::vector<Option>& generator_options();

// Throws a UsageError if the options for the data contradict each other or are incomplete.
void require_consistent_text(const Options& options);

// The table of the model with the values that were given. Throws for a value that is not allowed or contradicts another.
GPTTable chosen_gpt(const Options& options);

// The options with their values, as the run page lists them.
std::vector<show::Setting> listed_generator_options(const Options& options);

}  // namespace heed
