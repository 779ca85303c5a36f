// A file of options, one per line: "epochs 20", with the name as on the command line and without its dashes. A switch stands
// alone. Blank lines and lines that begin with # are skipped.
#pragma once

#include "tensor/ground/options.h"

#include <string>
#include <vector>

namespace heed {

const Option config_option{
    "--config", "FILE", "",
    "options from a file, one per line, as training writes it: `epochs 20`; those of the "
    "command line come after them"};

// The words of a command line after the options of the file that its --config names; the words themselves if it names
// none. An option that is given again replaces the file's. Throws a UsageError, with file and line, for a name that `known` does not have.
std::vector<std::string> with_config(const std::vector<Option>& known, const std::vector<std::string>& words);

// DIRECTORY/config.txt: the options that were given, from which the same model can be trained again; and as comments the defaults
// of the others. The options that say where the model goes are left out.
std::string config_text(const std::vector<Option>& known, const Options& options, const std::string& command);

}  // namespace heed
