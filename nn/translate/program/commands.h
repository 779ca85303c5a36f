// The translator's commands: train, eval, run.
#pragma once

#include "tensor/ground/options.h"

namespace heed {

// Runs "train --source F ...", "eval ...", "run ..." or "--help"; returns the exit code. Throws UsageError
// for a command line that makes no sense, Error for all that goes wrong later.
int run_command(const std::vector<std::string>& words);

// What the commands share.
bool asks_for_help(const std::vector<std::string>& words);
void use_threads(const Options& options);  // --threads

int train_command(const std::vector<std::string>& words);
int eval_command(const std::vector<std::string>& words);
int run_translations(const std::vector<std::string>& words);

}  // namespace heed
