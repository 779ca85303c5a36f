// JSON (RFC 8259): a value, read from text and written as text. Objects keep the order of their members.
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

  // Reads one value that is all of `text`. Throws "WHERE: invalid JSON at byte N: REASON", also for a name
  // that an object has twice and for values nested deeper than 100.
  static Json parse(std::string_view text, const std::string& where);
  std::string to_string() const;  // without spaces; a number that is not finite becomes null

  // What it is: a pointer to the value if it is of that kind, else nullptr.
  const bool* truth() const { return std::get_if<bool>(&value_); }
  const double* number() const { return std::get_if<double>(&value_); }
  const std::string* string() const { return std::get_if<std::string>(&value_); }
  const Array* array() const { return std::get_if<Array>(&value_); }
  const Object* object() const { return std::get_if<Object>(&value_); }
  const Json* find(std::string_view name) const;  // an object's member; nullptr when there is none

 private:
  std::variant<std::nullptr_t, bool, double, std::string, Array, Object> value_;
};

}  // namespace heed
