// The generator's commands. Each gets the words after its name and returns the exit code.
#pragma once

#include "nn/program/program.h"

namespace heed {

int train_generator(const std::vector<std::string>& words);
int run_generator(const std::vector<std::string>& words);
int eval_generator(const std::vector<std::string>& words);

const Option generator_option{"--model", "DIR", "", "directory of a trained generator"};

}  // namespace heed
