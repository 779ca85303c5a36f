#include "tensor/files/json.h"

#include "tensor/ground/error.h"
#include "tensor/ground/format.h"
#include "tensor/ground/utf8.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>

namespace heed {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

// Recursive descent: one function for each kind of value.
void JsonReader::refuse(const std::string& why) const {
  fail(where_, ": invalid JSON at byte ", at_, ": ", why);
}

bool JsonReader::take(std::string_view word) {
  if (!text_.substr(at_).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

char JsonReader::skip_space() {
  at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
  return peek();
}

char JsonReader::next() {
  skip_space();
  if (at_ == text_.size()) refuse("it ends too early");
  return peek();
}

// After an item of an array or object: whether another one follows.
bool JsonReader::another(std::string_view close) {
  skip_space();
  if (take(",")) return true;
  if (!take(close)) refuse(text("expected ',' or '", close, "'"));
  return false;
}

void JsonReader::enter(std::string_view open) {
  skip_space();
  if (!text_.substr(at_).starts_with(open)) refuse(text("expected '", open, "'"));
  if (++depth_ > 100) refuse("nested deeper than 100");
  take(open);
}

void JsonReader::object(const std::function<void(const std::string& name)>& member) {
  enter("{");
  if (skip_space() != '}') {
    do {
      const std::string name = string();
      if (skip_space() != ':') refuse("expected ':' after a name");
      take(":");
      member(name);
    } while (another("}"));
  } else {
    take("}");
  }
  --depth_;
}

void JsonReader::array(const std::function<void()>& item) {
  enter("[");
  if (skip_space() != ']') {
    do item();
    while (another("]"));
  } else {
    take("]");
  }
  --depth_;
}

Json JsonReader::value() {
  const char kind = next();
  if (take("null")) return {};
  if (take("true")) return true;
  if (take("false")) return false;
  if (kind == '"') return string();
  if (kind == '-' || is_digit(kind)) return number();
  if (kind == '{') return object_value();
  if (kind != '[') refuse("expected a value");
  Json::Array items;
  array([&] { items.push_back(value()); });
  return items;
}

Json JsonReader::object_value() {
  Json::Object members;
  object([&](const std::string& name) { members.emplace_back(name, value()); });
  std::vector<std::string_view> names;
  for (const auto& [name, value] : members) names.push_back(name);
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) refuse(text("the name \"", *twice, "\" occurs twice in one object"));
  return members;
}

std::string_view JsonReader::skip() {
  const char kind = next();
  const std::size_t begin = at_;
  if (kind == '{') {
    object([this](const std::string&) { skip(); });
  } else if (kind == '[') {
    array([this] { skip(); });
  } else {
    value();
  }
  return text_.substr(begin, at_ - begin);
}

void JsonReader::end() {
  skip_space();
  if (at_ != text_.size()) refuse("there is more text after the value");
}

void JsonReader::digits() {
  if (!is_digit(peek())) refuse("expected a digit");
  while (is_digit(peek())) ++at_;
}

double JsonReader::number() {
  skip_space();
  const std::size_t begin = at_;
  take("-");
  if (!take("0")) digits();
  if (take(".")) digits();
  if (take("e") || take("E")) {
    if (!take("+")) take("-");
    digits();
  }
  const std::optional<double> result = read_number(text_.substr(begin, at_ - begin));
  if (!result) refuse("the number is out of range");
  return *result;
}

std::string JsonReader::string() {
  skip_space();
  if (!take("\"")) refuse("expected '\"'");
  const std::size_t begin = at_;
  std::string result;
  while (!take("\"")) {
    if (at_ == text_.size()) refuse("the text in quotes does not end");
    const char c = text_[at_];
    if (static_cast<unsigned char>(c) < 0x20) refuse("a control character within quotes");
    ++at_;
    if (c != '\\') {
      result += c;
    } else if (take("u")) {
      const char32_t point = code_point();
      result += encode_utf8({&point, 1});
    } else {
      constexpr std::string_view escapes = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
      const std::size_t which = at_ < text_.size() ? escapes.find(text_[at_]) : std::string_view::npos;
      if (which == std::string_view::npos) refuse("an unknown escape");
      result += meanings[which];
      ++at_;
    }
  }
  if (const auto invalid = find_invalid_utf8(text_.substr(begin, at_ - begin))) {
    at_ = begin + *invalid;
    refuse("the text in quotes is not UTF-8");
  }
  return result;
}

// Reads the digits after \u: one unit of UTF-16, or two if the first is one half of a pair.
char32_t JsonReader::code_point() {
  const char32_t first = four_hex_digits();
  if (first < 0xd800 || first > 0xdfff) return first;
  const char32_t second = first < 0xdc00 && take("\\u") ? four_hex_digits() : 0;
  if (second < 0xdc00 || second > 0xdfff) refuse("half of a surrogate pair");
  return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

char32_t JsonReader::four_hex_digits() {
  const std::string_view hex = text_.substr(at_, 4);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), number, 16);
  if (error != std::errc() || end != hex.data() + 4) refuse("\\u needs four hexadecimal digits");
  at_ += 4;
  return number;
}

namespace {

// How texts and numbers are written into any JSON file.
struct Plain {
  static void append_text(std::string& out, std::string_view words) {
    constexpr char hex[] = "0123456789abcdef";
    for (const char c : words) {
      if (c == '"' || c == '\\') {
        out += {'\\', c};
      } else if (static_cast<unsigned char>(c) < 0x20) {
        out += c == '\n' ? "\\n" : c == '\t' ? "\\t" : text("\\u00", hex[c / 16], hex[c % 16]);
      } else {
        out += c;
      }
    }
  }
  static std::string number(double number) { return exact(number); }
};

// How texts and numbers are written into an HTML page.
struct Html {
  static void append_text(std::string& out, std::string_view words) {
    constexpr char hex[] = "0123456789abcdef";
    for (std::size_t i = 0; i < words.size();) {
      const char32_t c = next_code_point(words, i);
      const bool markup = c == '<' || c == '>' || c == '&';
      // Line ends in older JavaScript, not in JSON.
      const bool line_end = c == 0x2028 || c == 0x2029;
      const bool not_a_character = (c & 0xFFFE) == 0xFFFE;
      if (c == '"' || c == '\\') {
        out += {'\\', static_cast<char>(c)};
      } else if (c < 0x20 || c == 0x7F || markup || line_end) {
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) out += hex[(c >> shift) & 15];
      } else {
        const char32_t shown = not_a_character ? U'\uFFFD' : c;
        out += encode_utf8({&shown, 1});
      }
    }
  }
  // Whole numbers in full, others with five significant digits; 0 and never -0.
  static std::string number(double number) {
    if (number == std::round(number) && std::abs(number) < 1e15) return exact(number + 0.0);
    char buffer[64];
    return {buffer, std::to_chars(buffer, std::end(buffer), number, std::chars_format::general, 5).ptr};
  }
};

template <class Style>
void append(std::string& out, const Json& json) {
  const auto quote = [&](std::string_view words) {
    out += '"';
    Style::append_text(out, words);
    out += '"';
  };
  if (json.truth()) {
    out += *json.truth() ? "true" : "false";
  } else if (json.number()) {
    out += std::isfinite(*json.number()) ? Style::number(*json.number()) : "null";
  } else if (json.string()) {
    quote(*json.string());
  } else if (json.array()) {
    out += '[';
    for (const Json& item : *json.array()) {
      if (&item != json.array()->data()) out += ',';
      append<Style>(out, item);
    }
    out += ']';
  } else if (json.object()) {
    out += '{';
    for (const auto& member : *json.object()) {
      if (&member != json.object()->data()) out += ',';
      quote(member.first);
      out += ':';
      append<Style>(out, member.second);
    }
    out += '}';
  } else {
    out += "null";
  }
}

}  // namespace

Json Json::parse(std::string_view text, const std::string& where) {
  JsonReader reader(text, where);
  Json result = reader.value();
  reader.end();
  return result;
}

std::string Json::to_string() const {
  std::string result;
  append<Plain>(result, *this);
  return result;
}

std::string Json::to_html() const {
  std::string result;
  append<Html>(result, *this);
  return result;
}

const Json* Json::find(std::string_view name) const {
  if (!object()) return nullptr;
  for (const auto& [key, value] : *object()) {
    if (key == name) return &value;
  }
  return nullptr;
}

}  // namespace heed
