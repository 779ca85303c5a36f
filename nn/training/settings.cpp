#include "nn/training/settings.h"

#include "tensor/ground/error.h"

namespace heed {
namespace {

// The error of a value in a file, which is not an error in the use of a program.
template <class Parse>
auto parse_stored(const std::string& name, const Parse& parse) {
  try {
    return parse("'" + name + "'");
  } catch (const Error& error) {
    throw Error(std::string("settings: ") + error.what());
  }
}

}  // namespace

Settings SettingsTable::settings() const {
  Settings settings{{"model", model}};
  for (const ModelSetting& row : rows) settings[row.name] = row.value->text(SettingForm::file);
  return settings;
}

Settings SettingsTable::if_missing() const {
  Settings settings;
  for (const ModelSetting& row : rows) {
    if (!row.if_missing.empty()) settings[row.name] = row.if_missing;
  }
  return settings;
}

void SettingsTable::set(const Settings& settings) {
  const SettingsReader read(settings);
  for (const ModelSetting& row : rows) {
    const bool older = !row.if_missing.empty() && !settings.contains(row.name);
    const std::string& text = older ? row.if_missing : read.text(row.name);
    parse_stored(row.name, [&](const std::string& name) { row.value->set(name, text, SettingForm::file); });
  }
}

const std::string& SettingsReader::text(const std::string& name) const {
  const auto found = settings_.find(name);
  if (found == settings_.end()) fail("settings: '", name, "' is missing");
  return found->second;
}

Index SettingsReader::count(const std::string& name, Index min, Index max) const {
  const std::string& value = text(name);
  return parse_stored(name,
                      [&](const std::string& quoted) { return parse_integer(quoted, value, min, max); });
}

double SettingsReader::number(const std::string& name, double min, double max) const {
  const std::string& value = text(name);
  return parse_stored(name, [&](const std::string& quoted) { return parse_number(quoted, value, min, max); });
}

std::size_t SettingsReader::choice(const std::string& name, const std::vector<std::string>& choices) const {
  const std::string& value = text(name);
  return parse_stored(name, [&](const std::string& quoted) { return parse_choice(quoted, value, choices); });
}

void SettingsReader::require_known(const std::string& prefix, const Settings& known) const {
  for (const auto& [name, value] : settings_) {
    if (name.starts_with(prefix) && !known.contains(name))
      fail("settings: '", name, "' is unknown; was the file made by another version?");
  }
}

}  // namespace heed
