// Command-line options. One table lists the options that exist, their meaning, and their default values.
#pragma once

#include "tensor/ground/error.h"
#include "tensor/ground/scalar.h"

#include <map>
#include <string>
#include <vector>

namespace heed {

struct Option {
  std::string name;      // "--epochs"
  std::string argument;  // "N"; empty for a switch
  std::string fallback;  // the value if the option is not given; empty for none
  std::string help;      // a noun phrase: "passes over the training pairs"
};

// A command line that cannot be understood. Programs exit with code 2, and with 1 for other errors.
class UsageError : public Error {
  using Error::Error;
};

class Options {
 public:
  // `known` must outlive the object. Throws UsageError for an unknown option (and suggests the nearest
  // known one), a missing value, or an argument that is not an option.
  Options(const std::vector<Option>& known, const std::vector<std::string>& words);

  bool given(const std::string& name) const { return given_.count(name) > 0; }
  std::string text(const std::string& name) const;  // as given last, or the fallback; "" if neither
  // As given, each time: for an option that may be repeated.
  std::vector<std::string> all(const std::string& name) const;
  // The checked values of parse_integer(), parse_number() and parse_choice().
  Index integer(const std::string& name, Index min, Index max = 1'000'000'000) const;
  double number(const std::string& name, double min, double max) const;
  std::string choice(const std::string& name, const std::vector<std::string>& choices) const;

 private:
  const std::vector<Option>& known_;
  std::map<std::string, std::vector<std::string>> given_;
};

// Values that come as text, from a command line or a file. An error calls the value by its `name`:
//     --epochs must be a whole number, not 'many'
// Each throws a UsageError if the text is not such a value, and an Error if the number is out of range.
Index parse_integer(const std::string& name, const std::string& value, Index min, Index max);
double parse_number(const std::string& name, const std::string& value, double min, double max);
// The index of the choice; if there is none, the error suggests the nearest.
std::size_t parse_choice(const std::string& name, const std::string& value,
                         const std::vector<std::string>& choices);

// One line for each option, with its default value in brackets.
std::string help_text(const std::vector<Option>& known);
// The word in `known` with the fewest letters to change, or "" if more than half would change.
std::string nearest(const std::string& word, const std::vector<std::string>& known);
std::string joined(const std::vector<std::string>& words, const std::string& separator);

}  // namespace heed
