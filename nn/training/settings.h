// Settings: the values that a model is made with, as text by name. Each model has one table of them. The table
// serves the command line, its help, the model file, the checks of both, and the run page.
#pragma once

#include "nn/training/setting_value.h"
#include "tensor/ground/scalar.h"

#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace heed {

// The form of the model file.
using Settings = std::map<std::string, std::string>;

// A row of the table.
struct ModelSetting {
  std::string name;                     // in the model file: "feed_forward"
  std::shared_ptr<SettingValue> value;  // its current value, and the values that are allowed
  std::string option = "";              // on the command line: "--feed-forward"; "" if the user has no choice
  std::string meaning = "";             // for the help: "size inside the feed-forward blocks"
  std::string argument = value->allowed();  // for the help: "N"
  std::string if_missing = "";  // its value in a file that is older than the setting; "" if it must be there
};

// A copy of a table shares its values.
struct SettingsTable {
  std::string model;     // "gru"
  double learning_rate;  // Adam's, unless the user gives a different one
  std::vector<ModelSetting> rows;

  Settings settings() const;
  // The values that files have which are older than a setting.
  Settings if_missing() const;
  // Sets every value. Throws, naming the setting, if one is missing or not allowed.
  void set(const Settings& settings);
};

// Reads values from the text of a model file. Each function throws, naming the value, if it is missing or
// not such a value.
class SettingsReader {
 public:
  explicit SettingsReader(const Settings& settings) : settings_(settings) {}
  const std::string& text(const std::string& name) const;
  Index count(const std::string& name, Index min = 0, Index max = std::numeric_limits<Index>::max()) const;
  double number(const std::string& name, double min, double max) const;
  // The index of the value in `choices`.
  std::size_t choice(const std::string& name, const std::vector<std::string>& choices) const;
  // Throws if there is a value with this prefix that `known` does not have.
  void require_known(const std::string& prefix, const Settings& known) const;

 private:
  const Settings& settings_;
};

}  // namespace heed
