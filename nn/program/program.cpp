#include "nn/program/program.h"

#include "tensor/ground/format.h"
#include "tensor/ground/threads.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>

namespace heed {
namespace {

std::string usage(const Program& program) {
  std::size_t widest = 0;
  for (const Command& command : program.commands) widest = std::max(widest, command.name.size());
  std::string usage = program.name + ": " + program.meaning + "\n\n";
  for (const Command& command : program.commands)
    usage += "  " + program.name + " " + command.name + " ..." +
             std::string(widest - command.name.size() + 3, ' ') + command.meaning + "\n";
  return usage + "\n" + program.name +
         " COMMAND --help lists the options of a command, with their defaults.\n";
}

}  // namespace

int run_command(const Program& program, const std::vector<std::string>& words) {
  if (words.empty()) {
    std::fputs(usage(program).c_str(), stderr);
    return 2;
  }
  if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    std::fputs(usage(program).c_str(), stdout);
    return 0;
  }
  std::vector<std::string> names;
  for (const Command& command : program.commands) {
    if (words[0] == command.name) return command.run({words.begin() + 1, words.end()});
    names.push_back(command.name);
  }
  const std::string near = nearest(words[0], names);
  throw UsageError("unknown command '" + shortened(words[0]) + "'" +
                   (near.empty() ? "" : "; did you mean " + near + "?"));
}

int run_program(const Program& program, int argc, char** argv) {
  // A file at its size limit becomes an error, as on a full disk, and does not end the program.
  std::signal(SIGXFSZ, SIG_IGN);
  const char* const name = program.name.c_str();
  try {
    const int code = run_command(program, std::vector<std::string>(argv + 1, argv + argc));
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) fail("cannot write all of the output");
    return code;
  } catch (const UsageError& error) {
    std::fprintf(stderr, "%s: %s\nTry: %s --help\n", name, error.what(), name);
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", name, escaped(shortened(error.what(), 5000)).c_str());
    return 1;
  }
}

bool asks_for_help(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return word == "--help" || word == "-h"; });
}

void use_threads(const Options& options) {
  const Index threads = options.integer("--threads", 0, 1024);
  if (threads > 0) set_thread_count(static_cast<int>(threads));
}

std::string required(const Options& options, const std::string& name) {
  const std::string value = options.text(name);
  if (value.empty()) throw UsageError(name + " is missing");
  return value;
}

std::string grouped_count(Index count) { return grouped(static_cast<double>(count)); }

void BadLines::add(const std::string& problem) {
  ++count_;
  std::fprintf(stderr, "%s: %s\n", program_.c_str(), escaped(shortened(problem, 5000)).c_str());
}

int BadLines::exit_code() const {
  if (count_ == 0) return 0;
  std::fprintf(stderr, "%s: %s not %s; the reasons are above\n", program_.c_str(),
               (count_ == 1 ? std::string("1 line was") : text(count_, " lines were")).c_str(),
               not_done_.c_str());
  return 1;
}

}  // namespace heed
