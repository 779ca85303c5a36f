#include "nn/translate/program/commands.h"

#include "tensor/ground/threads.h"

#include <algorithm>
#include <cstdio>

namespace heed {
namespace {

constexpr const char* usage =
    "translate: trains a translator on pairs of sentences, and translates with it\n\n"
    "  translate train ...   learn from pairs of sentences\n"
    "  translate eval ...    measure a trained model on sentences with references\n"
    "  translate run ...     translate standard input\n\n"
    "translate COMMAND --help lists the options of a command, with their defaults.\n";

}  // namespace

int run_command(const std::vector<std::string>& words) {
  if (words.empty()) {
    std::fputs(usage, stderr);
    return 2;
  }
  if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    std::fputs(usage, stdout);
    return 0;
  }
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (words[0] == "train") return train_command(rest);
  if (words[0] == "eval") return eval_command(rest);
  if (words[0] == "run") return run_translations(rest);
  const std::string near = nearest(words[0], {"train", "eval", "run"});
  throw UsageError("unknown command '" + shortened(words[0]) + "'" +
                   (near.empty() ? "" : "; did you mean " + near + "?"));
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

}  // namespace heed
