// JSON (RFC 8259): a value, read from text and written as text. Objects keep the order
// of their members.
#pragma once

#include <cstddef>
#include <functional>
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
  const std::string* string() const { return std::get_if<std::string>(&value_); }
  const Array* array() const { return std::get_if<Array>(&value_); }
  const Object* object() const { return std::get_if<Object>(&value_); }
  // The member `name` of an object, or nullptr if there is none.
  const Json* find(std::string_view name) const;

 private:
  std::variant<std::nullptr_t, bool, double, std::string, Array, Object> value_;
};

// Reads JSON text piece by piece, in its order. A Json can take forty times the memory of its text; a reader
// takes none, so it reads files whose form is known, and which are not trusted.
class JsonReader {
 public:
  // `where` opens the errors, as in Json::parse. `text` must outlive the reader.
  JsonReader(std::string_view text, std::string where) : text_(text), where_(std::move(where)) {}

  // The first character of the next value, which tells its kind: '{', '[', '"', a digit or '-', 't', 'f', 'n'.
  char next();

  // Each reads the next value, and throws if it is of another kind. object() calls member(name) for each
  // member, and array() calls item() for each item; they must read the value. object() accepts a name twice.
  void object(const std::function<void(const std::string& name)>& member);
  void array(const std::function<void()>& item);
  std::string string();
  double number();
  Json value();             // of any kind
  std::string_view skip();  // of any kind; returns its text
  void end();               // there must be no further value

  // Throws "WHERE: invalid JSON at byte N: WHY".
  [[noreturn]] void refuse(const std::string& why) const;

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  char skip_space();  // returns the character after it, or '\0' at the end
  bool take(std::string_view word);
  bool another(std::string_view close);
  void enter(std::string_view open);
  void digits();
  char32_t code_point();
  char32_t four_hex_digits();
  Json object_value();

  std::string_view text_;
  std::string where_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace heed
