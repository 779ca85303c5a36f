// The options that every training command has.
#pragma once

#include "nn/program/program.h"
#include "nn/show/run_page.h"
#include "nn/training/trainer.h"

namespace heed {

// The options of training itself, --epochs to --overwrite. `rate` is the help's text for the default of
// --learning-rate, and `schedule` that of --schedule. Options of one program only stand between the two parts.
std::vector<Option> optimisation_options(const std::string& rate, const std::string& schedule = "constant");
std::vector<Option> directory_options();

// These find out before hours are spent on a model. They throw if the directory cannot be made or written to; if
// it has a model or the state of a training run, which training would replace; and if --resume and --overwrite
// are both given.
void require_usable_directory(const Options& options);

TrainerOptions trainer_options(const Options& options, double default_rate);

}  // namespace heed
