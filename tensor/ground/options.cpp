#include "tensor/ground/options.h"

#include "tensor/ground/edit_distance.h"
#include "tensor/ground/format.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace heed {
namespace {

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
  const std::string best = nearest(word, known);
  return best.empty() ? "" : "; did you mean " + best + "?";
}

const Option* find(const std::vector<Option>& known, const std::string& name) {
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const Option& option) { return option.name == name; });
  return found == known.end() ? nullptr : &*found;
}

// `number` is what the text says, or nothing.
template <class Number>
Number in_range(const std::string& name, const std::string& value, std::optional<Number> number, Number min,
                Number max, const char* kind) {
  if (!number) throw UsageError(name + " must be " + kind + ", not '" + shortened(value) + "'");
  if (*number < min) fail(name, " must be ", min, " or more, not ", value);
  if (*number > max) fail(name, " must be ", max, " or less, not ", value);
  return *number;
}

std::optional<Index> read_integer(const std::string& value) {
  Index number = 0;
  const char* const end = value.data() + value.size();
  const auto [rest, problem] = std::from_chars(value.data(), end, number);
  return problem == std::errc() && rest == end ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string joined(const std::vector<std::string>& words, const std::string& separator) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : separator) + word;
  return line;
}

std::string nearest(const std::string& word, const std::vector<std::string>& known) {
  std::string best;
  Index fewest = std::ssize(word) / 2 + 1;  // a word with more than half its letters changed is too far
  for (const std::string& candidate : known) {
    // A word that was cut short is near the words that begin with it.
    const Index changes = word.size() > 3 && candidate.starts_with(word) ? 1 : edit_distance(word, candidate);
    if (changes < fewest) {
      fewest = changes;
      best = candidate;
    }
  }
  return best;
}

Options::Options(const std::vector<Option>& known, const std::vector<std::string>& words) : known_(known) {
  std::vector<std::string> names;
  for (const Option& option : known) names.push_back(option.name);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    const std::string name = words[i].substr(0, equals);
    if (!name.starts_with("-")) throw UsageError("unexpected argument '" + shortened(words[i]) + "'");
    const Option* option = find(known, name);
    if (!option) throw UsageError("unknown option " + shortened(name) + suggestion(name, names));
    if (option->argument.empty()) {
      if (equals != std::string::npos) throw UsageError(name + " takes no value");
      given_[name] = {"true"};
    } else if (equals != std::string::npos) {
      given_[name].push_back(words[i].substr(equals + 1));
    } else if (i + 1 < words.size() && !find(known, words[i + 1])) {
      given_[name].push_back(words[++i]);
    } else {
      throw UsageError(name + " needs a value: " + name + " " + option->argument);
    }
  }
}

std::string Options::text(const std::string& name) const {
  const auto found = given_.find(name);
  return found != given_.end() ? found->second.back() : find(known_, name)->fallback;
}

std::vector<std::string> Options::all(const std::string& name) const {
  const auto found = given_.find(name);
  return found != given_.end() ? found->second : std::vector<std::string>();
}

Index Options::integer(const std::string& name, Index min, Index max) const {
  return parse_integer(name, text(name), min, max);
}

double Options::number(const std::string& name, double min, double max) const {
  return parse_number(name, text(name), min, max);
}

std::string Options::choice(const std::string& name, const std::vector<std::string>& choices) const {
  return choices[parse_choice(name, text(name), choices)];
}

Index parse_integer(const std::string& name, const std::string& value, Index min, Index max) {
  return in_range(name, value, read_integer(value), min, max, "a whole number");
}

double parse_number(const std::string& name, const std::string& value, double min, double max) {
  std::optional<double> number = read_number(value);
  if (number && !std::isfinite(*number)) number.reset();
  return in_range(name, value, number, min, max, "a number");
}

std::size_t parse_choice(const std::string& name, const std::string& value,
                         const std::vector<std::string>& choices) {
  const auto found = std::find(choices.begin(), choices.end(), value);
  if (found == choices.end()) {
    throw UsageError(name + " must be one of " + joined(choices, ", ") + ", not '" + shortened(value) + "'" +
                     suggestion(value, choices));
  }
  return static_cast<std::size_t>(found - choices.begin());
}

std::string help_text(const std::vector<Option>& known) {
  std::string lines;
  for (const Option& option : known) {
    std::string left = "  " + option.name + (option.argument.empty() ? "" : " " + option.argument);
    left.resize(std::max<std::size_t>(left.size() + 1, 30), ' ');
    lines += left + option.help + (option.fallback.empty() ? "" : " [" + option.fallback + "]") + "\n";
  }
  return lines;
}

}  // namespace heed
