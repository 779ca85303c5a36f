#include "tensor/ground/printable.h"

#include "tensor/ground/utf8.h"

#include <cstdio>

namespace heed {
namespace {

bool is_harmful(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
  const bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  const bool no_character = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
  return control || turns || no_character;
}

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::string escape(char32_t c) {
  if (c == '\t') return "\\t";
  if (c == '\r') return "\\r";
  char buffer[16];
  std::snprintf(buffer, sizeof buffer,
                c < 0x80      ? "\\x%02x"
                : c < 0x10000 ? "\\u%04x"
                              : "\\U%08x",
                static_cast<unsigned>(c));
  return buffer;
}

std::string escape_byte(char byte) {
  char buffer[8];
  std::snprintf(buffer, sizeof buffer, "\\x%02x", static_cast<unsigned char>(byte));
  return buffer;
}

}  // namespace

std::string printable(std::string_view text) {
  std::u32string result = decode_utf8(text);
  for (char32_t& c : result) {
    if (is_harmful(c)) c = U'\uFFFD';
  }
  return encode_utf8(result);
}

std::string escaped(std::string_view text) {
  std::string result;
  for (std::size_t next = 0; next < text.size();) {
    const std::size_t at = next;
    const char32_t c = next_code_point(text, next);
    const bool invalid = c == U'\uFFFD' && next == at + 1;  // U+FFFD itself has three bytes
    if (invalid) {
      result += escape_byte(text[at]);
    } else if (is_harmful(c) && c != '\n') {
      result += escape(c);
    } else {
      result += text.substr(at, next - at);
    }
  }
  return result;
}

std::string shortened(std::string_view text, std::size_t max) {
  if (text.size() <= max) return std::string(text);
  std::size_t head = max / 3 * 2,
              tail = text.size() - max / 3;  // moved to the start of a character, at most 3 bytes
  for (int i = 0; i < 3 && head > 0 && continues(text[head]); ++i) --head;
  for (int i = 0; i < 3 && tail < text.size() && continues(text[tail]); ++i) ++tail;
  return std::string(text.substr(0, head)) + " ... (" + std::to_string(tail - head) +
         " bytes left out) ... " + std::string(text.substr(tail));
}

}  // namespace heed
