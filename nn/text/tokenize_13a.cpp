#include "nn/text/tokenize_13a.h"

#include "nn/text/characters.h"
#include "tensor/ground/utf8.h"

namespace heed {
namespace {

bool is_ascii_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
// ASCII marks except ' , - .
bool always_apart(char32_t c) {
  return (c >= U'!' && c <= U'&') || (c >= U'(' && c <= U'+') || c == U'/' || (c >= U':' && c <= U'@') ||
         (c >= U'[' && c <= U'`') || (c >= U'{' && c <= U'~');
}
bool is_point(char32_t c) { return c == U'.' || c == U','; }
bool is_python_space(char32_t c) { return is_space(c) || (c >= U'\x1c' && c <= U'\x1f'); }

void replace_all(std::string& text, std::string_view old_text, std::string_view new_text) {
  for (std::size_t at = text.find(old_text); at != text.npos; at = text.find(old_text, at + new_text.size()))
    text.replace(at, old_text.size(), new_text);
}

// Each pair of neighbours (a, b) with apart(a, b) gets `between(a, b)` instead. As in a regular expression, a character
// belongs to one pair only.
template <class Apart, class Between>
std::u32string separated(const std::u32string& line, const Apart& apart, const Between& between) {
  std::u32string result;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (i + 1 < line.size() && apart(line[i], line[i + 1])) {
      result += between(line[i], line[i + 1]);
      ++i;
    } else {
      result += line[i];
    }
  }
  return result;
}

}  // namespace

Words tokenize_13a(std::string_view sentence) {
  std::string plain(sentence);
  replace_all(plain, "<skipped>", "");
  replace_all(plain, "&quot;", "\"");
  replace_all(plain, "&amp;", "&");
  replace_all(plain, "&lt;", "<");
  replace_all(plain, "&gt;", ">");

  std::u32string line = U" ";
  for (const char32_t c : decode_utf8(plain) + U" ")
    line += always_apart(c) ? std::u32string{U' ', c, U' '} : std::u32string{c};
  // A point or comma is apart from what is not a digit; a hyphen is apart from a digit before it.
  line = separated(
      line, [](char32_t a, char32_t b) { return !is_ascii_digit(a) && is_point(b); },
      [](char32_t a, char32_t b) {
        return std::u32string{a, U' ', b, U' '};
      });
  line = separated(
      line, [](char32_t a, char32_t b) { return is_point(a) && !is_ascii_digit(b); },
      [](char32_t a, char32_t b) {
        return std::u32string{U' ', a, U' ', b};
      });
  line = separated(
      line, [](char32_t a, char32_t b) { return is_ascii_digit(a) && b == U'-'; },
      [](char32_t a, char32_t b) {
        return std::u32string{a, U' ', b, U' '};
      });

  Words words;
  std::u32string word;
  for (const char32_t c : line) {
    if (!is_python_space(c)) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(encode_utf8(word));
      word.clear();
    }
  }
  return words;
}

}  // namespace heed
