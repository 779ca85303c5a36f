// The translator's commands: train, eval, run.
#pragma once

#include "tensor/ground/options.h"

namespace heed {

// Runs "train --source F ...", "eval ...", "run ..." or "--help"; returns the exit code. Throws a UsageError
// for a command line that cannot be understood, and an Error for everything that fails later.
int run_command(const std::vector<std::string>& words);

int train_command(const std::vector<std::string>& words);
int eval_command(const std::vector<std::string>& words);
int run_translations(const std::vector<std::string>& words);

// Functions that the commands share.
bool asks_for_help(const std::vector<std::string>& words);
void use_threads(const Options& options);                               // --threads
std::string required(const Options& options, const std::string& name);  // throws a UsageError if missing

}  // namespace heed
