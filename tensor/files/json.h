// JSON (RFC 8259): a value, read from text and written as text. Objects keep the order
// of their members.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace heed {

class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;

  Json() = default;  // null
  Json(bool truth) : value_(truth) {}
  template <class Number>
  requires std::is_arithmetic_v<Number> Json(Number number) : value_(static_cast<double>(number)) {}
  Json(const char* words) : value_(std::string(words)) {}
  Json(std::string words) : value_(std::move(words)) {}
  Json(Array items) : value_(std::move(items)) {}
  Json(Object members) : value_(std::move(members)) {}

  // Reads the one value in `text`. Throws "WHERE: invalid JSON at byte N: REASON", also if a string is not
  // UTF-8, if an object has two members of the same name, and if values are nested more than 100 deep.
  static Json parse(std::string_view text, const std::string& where);
  // Writes the value without spaces; a number that is not finite becomes null.
  std::string to_string() const;
  // Writes the value for an HTML page. '<', '>' and '&' become \u003c, \u003e and \u0026, so that
  // no string, not even "</script>", can end the element that holds the data. Invalid UTF-8 becomes
  // U+FFFD. Whole numbers are written in full, others with five significant digits, which makes the
  // file a third as large.
  std::string to_html() const;

  // A pointer to the value if it is of this kind, else nullptr.
  const bool* truth() const { return std::get_if<bool>(&value_); }
  const double* number() const { return std::get_if<double>(&value_); }
  // Whether it is a number that was read as digits alone: 2, but not 2.0, 2e0 or -2.
  bool is_whole() const { return number() && whole_; }
  const std::string* string() const { return std::get_if<std::string>(&value_); }
  const Array* array() const { return std::get_if<Array>(&value_); }
  const Object* object() const { return std::get_if<Object>(&value_); }
  // The member `name` of an object, or nullptr if there is none.
  const Json* find(std::string_view name) const;

 private:
  static Json digits(double number) {
    Json json(number);
    json.whole_ = true;
    return json;
  }
  friend class JsonParser;

  std::variant<std::nullptr_t, bool, double, std::string, Array, Object> value_;
  bool whole_ = false;
};

}  // namespace heed
