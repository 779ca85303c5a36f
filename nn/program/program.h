// What the programs share: a program is a name, what it is for, and commands.
#pragma once

#include "tensor/ground/options.h"

#include <string>
#include <vector>

namespace heed {

struct Command {
  std::string name, meaning;  // "train", "learn from pairs of sentences"
  // Gets the words after the name and returns the exit code.
  int (*run)(const std::vector<std::string>& words);
};

struct Program {
  std::string name,
      meaning;  // "translate", "trains a translator on pairs of sentences, and translates with it"
  std::vector<Command> commands;
};

// Runs the command that the words name, or "--help"; returns the exit code. Throws a UsageError for a command
// line that cannot be understood, and an Error for everything that fails later.
int run_command(const Program& program, const std::vector<std::string>& words);

// The whole of a main(): runs the command, and prints what it throws on standard error. The exit code is then 2 for
// a UsageError, and 1 for every other.
int run_program(const Program& program, int argc, char** argv);

// Functions that the commands share.
bool asks_for_help(const std::vector<std::string>& words);
void use_threads(const Options& options);                               // --threads
std::string required(const Options& options, const std::string& name);  // throws a UsageError if missing
std::string grouped_count(Index count);                                 // "12,345"

const Option threads_option{"--threads", "N", "0", "number of threads; 0: as many as the machine has cores"};

// Lines that cannot be used: each is told on standard error, and the work goes on without it.
class BadLines {
 public:
  BadLines(std::string program, std::string not_done) : program_(program), not_done_(not_done) {}
  void add(const std::string& problem);
  // At the end: 0, or 1 and a last line that says how many there were: "2 lines were not translated".
  int exit_code() const;

 private:
  std::string program_, not_done_;
  Index count_ = 0;
};

}  // namespace heed
