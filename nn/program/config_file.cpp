#include "nn/program/config_file.h"

#include "nn/text/lines.h"

#include <algorithm>
#include <set>

namespace heed {
namespace {

// They are of one run, not of the model.
const std::set<std::string> of_one_run{"--config", "--out", "--resume", "--overwrite", "--profile"};

std::vector<std::string> read_options(const std::vector<Option>& known, const std::string& file) {
  std::vector<std::string> names, words;
  for (const Option& option : known) names.push_back(option.name);
  Index number = 0;
  for (const std::string& line : read_lines(file)) {
    ++number;
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == line.npos || line[begin] == '#') continue;
    const std::size_t end = std::min(line.find_first_of(" \t", begin), line.size());
    const std::size_t value = line.find_first_not_of(" \t", end), last = line.find_last_not_of(" \t");
    const std::string given = line.substr(begin, end - begin);
    const std::string name = given.starts_with("--") ? given : "--" + given;
    const auto option =
        std::find_if(known.begin(), known.end(), [&](const Option& one) { return one.name == name; });
    const auto refuse = [&](const std::string& why) { throw UsageError(text(file, ":", number, ": ", why)); };
    if (option == known.end() || name == "--config") {
      const std::string near = option == known.end() ? nearest(name, names) : "";
      refuse("there is no option '" + shortened(given) + "' for a file" +
             (near.empty() ? "" : "; did you mean " + near.substr(2) + "?"));
    }
    if (option->argument.empty() != (value == line.npos))
      refuse(given + (option->argument.empty() ? " takes no value"
                                               : " needs a value: " + given + " " + option->argument));
    words.push_back(value == line.npos ? name : name + "=" + line.substr(value, last + 1 - value));
  }
  return words;
}

}  // namespace

std::vector<std::string> with_config(const std::vector<Option>& known,
                                     const std::vector<std::string>& words) {
  const Options options(known, words);
  if (!options.given("--config")) return words;
  std::vector<std::string> all = read_options(known, options.text("--config"));
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

std::string config_text(const std::vector<Option>& known, const Options& options,
                        const std::string& command) {
  std::string given =
      "# the options of " + command + "; with --config FILE --out DIR they train the same model again\n";
  std::string defaults = "\n# defaults\n";
  for (const Option& option : known) {
    if (of_one_run.count(option.name)) continue;
    const std::string name = option.name.substr(2);
    if (options.given(option.name)) {
      given += name + (option.argument.empty() ? "" : " " + options.text(option.name)) + "\n";
    } else if (!option.fallback.empty()) {
      defaults += "# " + name + " " + option.fallback + "\n";
    }
  }
  return given + defaults;
}

}  // namespace heed
