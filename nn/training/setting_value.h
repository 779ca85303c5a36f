// The value of a setting: a reference to the field that holds it, with the values that are allowed. It can
// be set from text and written as text, so a table of settings needs no code for any particular setting.
#pragma once

#include "tensor/ground/format.h"
#include "tensor/ground/options.h"

#include <memory>

namespace heed {

// A model file says "true" where the command line says "yes".
enum class SettingForm { file, command_line };

class SettingValue {
 public:
  virtual ~SettingValue() = default;
  virtual std::string text(SettingForm form) const = 0;
  // Throws "NAME must be ..., not 'TEXT'" if the text is not an allowed value.
  virtual void set(const std::string& name, const std::string& text, SettingForm form) = 0;
  virtual std::string allowed() const = 0;  // for the help: "N", "yes|no"
};

// A whole number from `min` to `max`.
class WholeSetting : public SettingValue {
 public:
  WholeSetting(Index& field, Index min, Index max) : field_(field), min_(min), max_(max) {}
  std::string text(SettingForm) const override { return to_text(field_); }
  void set(const std::string& name, const std::string& text, SettingForm) override {
    field_ = parse_integer(name, text, min_, max_);
  }
  std::string allowed() const override { return "N"; }

 private:
  Index& field_;
  Index min_, max_;
};

// A number from 0 to 1, or below 1.
class ShareSetting : public SettingValue {
 public:
  ShareSetting(double& field, bool below_one) : field_(field), below_one_(below_one) {}
  std::string text(SettingForm) const override { return exact(field_); }
  void set(const std::string& name, const std::string& text, SettingForm) override {
    const double value = parse_number(name, text, 0, 1);
    if (below_one_ && value == 1) fail(name, " must be less than 1, because nothing would be left");
    field_ = value;
  }
  std::string allowed() const override { return "P"; }

 private:
  double& field_;
  bool below_one_;
};

// One of several values, each with its word in a model file and its word on the command line.
template <class Value>
class ChoiceSetting : public SettingValue {
 public:
  struct Choice {
    Value value;
    std::string file_word, option_word = file_word;
  };
  ChoiceSetting(Value& field, std::vector<Choice> choices) : field_(field), choices_(std::move(choices)) {}
  std::string text(SettingForm form) const override {
    for (const Choice& choice : choices_) {
      if (choice.value == field_) return word(choice, form);
    }
    fail("settings: a value that is not among ", allowed());
  }
  void set(const std::string& name, const std::string& text, SettingForm form) override {
    field_ = choices_[parse_choice(name, text, words(form))].value;
  }
  std::string allowed() const override { return joined(words(SettingForm::command_line), "|"); }

 private:
  static const std::string& word(const Choice& choice, SettingForm form) {
    return form == SettingForm::file ? choice.file_word : choice.option_word;
  }
  std::vector<std::string> words(SettingForm form) const {
    std::vector<std::string> all;
    for (const Choice& choice : choices_) all.push_back(word(choice, form));
    return all;
  }

  Value& field_;
  std::vector<Choice> choices_;
};

// Values for the rows of a settings table.
namespace setting {

using Value = std::shared_ptr<SettingValue>;

inline Value whole(Index& field, Index max, Index min = 1) {
  return std::make_shared<WholeSetting>(field, min, max);
}
inline Value share(double& field) { return std::make_shared<ShareSetting>(field, false); }
inline Value share_below_one(double& field) { return std::make_shared<ShareSetting>(field, true); }

template <class T>
Value choice(T& field, std::vector<typename ChoiceSetting<T>::Choice> choices) {
  return std::make_shared<ChoiceSetting<T>>(field, std::move(choices));
}

inline Value yes_no(bool& field) {
  return choice<bool>(field, {{true, "true", "yes"}, {false, "false", "no"}});
}

}  // namespace setting
}  // namespace heed
