#include "tensor/files/json.h"

#include "tensor/ground/error.h"
#include "tensor/ground/format.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace heed {
namespace {

// Reads by recursive descent: one function for each kind of value.
class Parser {
 public:
  Parser(std::string_view text, const std::string& where) : text_(text), where_(where) {}

  Json document() {
    Json result = value();
    skip_space();
    if (at_ != text_.size()) refuse("something follows the value");
    return result;
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    fail(where_, ": invalid JSON at byte ", at_, ": ", why);
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  // After an item of an array or object: whether another one follows.
  bool another(std::string_view close) {
    skip_space();
    if (take(",")) return true;
    if (!take(close)) refuse(text("expected ',' or '", close, "'"));
    return false;
  }

  Json value() {
    skip_space();
    if (take("null")) return {};
    if (take("true")) return true;
    if (take("false")) return false;
    if (peek() == '"') return string();
    if (peek() == '-' || is_digit(peek())) return number();
    if (peek() != '[' && peek() != '{')
      refuse(at_ == text_.size() ? "it ends too early" : "expected a value");
    if (++depth_ > 100) refuse("nested deeper than 100");
    Json result = take("[") ? array() : object();
    --depth_;
    return result;
  }

  Json array() {
    Json::Array items;
    skip_space();
    if (take("]")) return items;
    do items.push_back(value());
    while (another("]"));
    return items;
  }

  Json object() {
    Json::Object members;
    take("{");
    skip_space();
    if (take("}")) return members;
    do {
      skip_space();
      const std::string name = string();
      skip_space();
      if (!take(":")) refuse("expected ':' after a name");
      members.emplace_back(name, value());
    } while (another("}"));
    require_distinct(members);
    return members;
  }

  void require_distinct(const Json::Object& members) const {
    std::vector<std::string_view> names;
    for (const auto& [name, value] : members) names.push_back(name);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) refuse(text("the name \"", *twice, "\" stands twice in one object"));
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  void digits() {
    if (!is_digit(peek())) refuse("expected a digit");
    while (is_digit(peek())) ++at_;
  }
  Json number() {
    const std::size_t begin = at_;
    take("-");
    if (!take("0")) digits();
    if (take(".")) digits();
    if (take("e") || take("E")) {
      if (!take("+")) take("-");
      digits();
    }
    double result = 0;
    const auto [end, error] = std::from_chars(text_.data() + begin, text_.data() + at_, result);
    if (error != std::errc()) refuse("the number is out of range");
    return result;
  }

  std::string string() {
    if (!take("\"")) refuse("expected '\"'");
    std::string result;
    while (!take("\"")) {
      if (at_ == text_.size()) refuse("the text in quotes does not end");
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) refuse("a control character within quotes");
      ++at_;
      if (c != '\\') {
        result += c;
      } else if (take("u")) {
        append_utf8(result, code_point());
      } else {
        constexpr std::string_view escapes = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
        const std::size_t which = at_ < text_.size() ? escapes.find(text_[at_]) : std::string_view::npos;
        if (which == std::string_view::npos) refuse("an unknown escape");
        result += meanings[which];
        ++at_;
      }
    }
    return result;
  }

  // What follows \u: one unit of UTF-16, or two when the first is one half of a pair.
  std::uint32_t code_point() {
    const std::uint32_t first = four_hex_digits();
    if (first < 0xd800 || first > 0xdfff) return first;
    const std::uint32_t second = first < 0xdc00 && take("\\u") ? four_hex_digits() : 0;
    if (second < 0xdc00 || second > 0xdfff) refuse("half of a surrogate pair");
    return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
  }
  std::uint32_t four_hex_digits() {
    const std::string_view hex = text_.substr(at_, 4);
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), number, 16);
    if (error != std::errc() || end != hex.data() + 4) refuse("\\u needs four hexadecimal digits");
    at_ += 4;
    return number;
  }
  static void append_utf8(std::string& out, std::uint32_t point) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (point < 0x80) return put(point);
    if (point < 0x800) {
      put(0xc0 | point >> 6);
    } else {
      if (point < 0x10000) {
        put(0xe0 | point >> 12);
      } else {
        put(0xf0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3f));
      }
      put(0x80 | (point >> 6 & 0x3f));
    }
    put(0x80 | (point & 0x3f));
  }

  std::string_view text_;
  const std::string& where_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

std::string quote(const std::string& words) {
  constexpr char hex[] = "0123456789abcdef";
  std::string result = "\"";
  for (char c : words) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += c == '\n' ? "\\n" : c == '\t' ? "\\t" : text("\\u00", hex[c / 16], hex[c % 16]);
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string write_number(double number) { return std::isfinite(number) ? exact(number) : "null"; }

}  // namespace

Json Json::parse(std::string_view text, const std::string& where) { return Parser(text, where).document(); }

std::string Json::to_string() const {
  if (truth()) return *truth() ? "true" : "false";
  if (number()) return write_number(*number());
  if (string()) return quote(*string());
  std::string result;
  if (array()) {
    for (const Json& item : *array()) result += (result.empty() ? "" : ",") + item.to_string();
    return "[" + result + "]";
  }
  if (object()) {
    for (const auto& [name, value] : *object()) {
      result += (result.empty() ? "" : ",") + quote(name) + ":" + value.to_string();
    }
    return "{" + result + "}";
  }
  return "null";
}

const Json* Json::find(std::string_view name) const {
  if (!object()) return nullptr;
  for (const auto& [key, value] : *object()) {
    if (key == name) return &value;
  }
  return nullptr;
}

}  // namespace heed
