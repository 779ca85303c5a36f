#include "nn/text/graphemes.h"

#include "nn/text/unicode_tables.h"

namespace heed {
namespace {

constexpr char32_t joiner = 0x200D, emoji_style = 0xFE0F, keycap = 0x20E3;

bool is_flag_letter(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

// The end of the grapheme that begins at `begin`.
std::size_t end_of_grapheme(std::u32string_view text, std::size_t begin) {
  std::size_t end = begin + 1;
  if (is_space(text[begin])) return end;
  if (is_flag_letter(text[begin]) && end < text.size() && is_flag_letter(text[end])) ++end;
  const bool picture = is_pictographic(text[begin]);
  while (end < text.size()) {
    const bool joined = picture && text[end - 1] == joiner && is_pictographic(text[end]);
    if (!joined && !extends_grapheme(text[end])) break;
    ++end;
  }
  return end;
}

}  // namespace

bool extends_grapheme(char32_t c) {
  if (c < 0x300) return false;
  return contains(unicode::marks, c) || c == 0x200C || c == joiner || (c >= 0x1F3FB && c <= 0x1F3FF) ||
         (c >= 0xE0020 && c <= 0xE007F) || (c >= 0x1160 && c <= 0x11FF);
}

std::vector<std::u32string_view> graphemes(std::u32string_view text) {
  std::vector<std::u32string_view> result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = end_of_grapheme(text, begin);
    result.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return result;
}

bool is_pictographic(char32_t c) { return contains(unicode::pictographic, c); }

bool is_flag(std::u32string_view grapheme) {
  return grapheme.size() > 1 && is_flag_letter(grapheme[0]) && is_flag_letter(grapheme[1]);
}

bool is_emoji(std::u32string_view grapheme) {
  return is_flag(grapheme) || contains(unicode::wide_pictographic, grapheme.front()) ||
         grapheme.find(emoji_style) != grapheme.npos || grapheme.find(keycap) != grapheme.npos;
}

}  // namespace heed
