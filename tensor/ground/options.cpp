#include "tensor/ground/options.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace heed {
namespace {

// How many letters must be added, dropped or changed to make a into b (Levenshtein, 1966).
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
  const std::string best = nearest(word, known);
  return best.empty() ? "" : "; did you mean " + best + "?";
}

const Option* find(const std::vector<Option>& known, const std::string& name) {
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const Option& option) { return option.name == name; });
  return found == known.end() ? nullptr : &*found;
}

}  // namespace

std::string nearest(const std::string& word, const std::vector<std::string>& known) {
  std::string best;
  std::size_t least = word.size() / 2 + 1;  // more than half the letters wrong is no help
  for (const std::string& candidate : known) {
    // What was cut short is near to what it begins.
    const std::size_t changes =
        word.size() > 3 && candidate.starts_with(word) ? 1 : distance(word, candidate);
    if (changes < least) {
      least = changes;
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
    if (!name.starts_with("-")) throw UsageError("stray argument '" + words[i] + "'");
    const Option* option = find(known, name);
    if (!option) throw UsageError("unknown option " + name + suggestion(name, names));
    if (option->argument.empty()) {
      if (equals != std::string::npos) throw UsageError(name + " takes no value");
      given_[name] = "true";
    } else if (equals != std::string::npos) {
      given_[name] = words[i].substr(equals + 1);
    } else if (i + 1 < words.size() && !find(known, words[i + 1])) {
      given_[name] = words[++i];
    } else {
      throw UsageError(name + " wants a value: " + name + " " + option->argument);
    }
  }
}

std::string Options::text(const std::string& name) const {
  const auto found = given_.find(name);
  return found != given_.end() ? found->second : find(known_, name)->fallback;
}

Index Options::integer(const std::string& name, Index least, Index most) const {
  const std::string value = text(name);
  Index number = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (problem != std::errc() || end != value.data() + value.size())
    throw UsageError(name + " wants a whole number, not '" + value + "'");
  if (number < least) fail(name, " must be ", least, " or more, not ", value);
  if (number > most) fail(name, " must be ", most, " or less, not ", value);
  return number;
}

double Options::number(const std::string& name, double least, double most) const {
  const std::string value = text(name);
  double number = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (problem != std::errc() || end != value.data() + value.size() || !std::isfinite(number)) {
    throw UsageError(name + " wants a number, not '" + value + "'");
  }
  if (number < least) fail(name, " must be ", least, " or more, not ", value);
  if (number > most) fail(name, " must be ", most, " or less, not ", value);
  return number;
}

std::string Options::choice(const std::string& name, const std::vector<std::string>& choices) const {
  const std::string value = text(name);
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return value;
  std::string list;
  for (const std::string& choice : choices) list += (list.empty() ? "" : ", ") + choice;
  throw UsageError(name + " is one of " + list + ", not '" + value + "'" + suggestion(value, choices));
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
