// Command-line options: one table says what exists, what it means and what it is when not given.
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
  std::string fallback;  // the value when it is not given; empty for none
  std::string help;
};

// A command line that makes no sense: exit code 2, where other errors give 1.
class UsageError : public Error {
  using Error::Error;
};

class Options {
 public:
  // Throws UsageError: an unknown option with the nearest known one, a missing argument, a stray word.
  Options(const std::vector<Option>& known, const std::vector<std::string>& words);

  bool given(const std::string& name) const { return given_.count(name) > 0; }
  std::string text(const std::string& name) const;  // given or fallback; "" if neither
  // UsageError when it is no number; Error when it lies outside of what is allowed.
  Index integer(const std::string& name, Index least, Index most = 1'000'000'000) const;
  double number(const std::string& name, double least, double most) const;
  // One of `choices`, or a UsageError with the nearest.
  std::string choice(const std::string& name, const std::vector<std::string>& choices) const;

 private:
  const std::vector<Option>& known_;
  std::map<std::string, std::string> given_;
};

std::string help_text(const std::vector<Option>& known);  // a line an option, with its default
// The one of `known` that takes the fewest changed letters; "" when even that is far off.
std::string nearest(const std::string& word, const std::vector<std::string>& known);

}  // namespace heed
