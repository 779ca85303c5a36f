// The translator's commands. Each gets the words after its name and returns the exit code.
#pragma once

#include "nn/program/program.h"

namespace heed {

int train_command(const std::vector<std::string>& words);
int eval_command(const std::vector<std::string>& words);
int score_command(const std::vector<std::string>& words);
int compare_command(const std::vector<std::string>& words);
int info_command(const std::vector<std::string>& words);
int doctor_command(const std::vector<std::string>& words);
int run_translations(const std::vector<std::string>& words);

}  // namespace heed
