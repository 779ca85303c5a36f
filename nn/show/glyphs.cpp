#include "nn/show/glyphs.h"

#include "nn/show/width.h"
#include "tensor/ground/utf8.h"

#include <algorithm>

namespace heed::show {
namespace {

constexpr char32_t replacement = 0xFFFD, joiner = 0x200D, emoji_style = 0xFE0F;

bool is_flag_letter(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

// Returns U+FFFD for a code point that must not reach a terminal or an XML file: control
// characters, non-characters, and the controls of writing direction, which also affect the
// text after them.
char32_t harmless(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
  const bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return control || turns || (c & 0xFFFE) == 0xFFFE ? replacement : c;
}

std::string to_utf8(char32_t c) { return encode_utf8({&c, 1}); }

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) result += to_utf8(harmless(next_code_point(text, i)));
  return result;
}

std::vector<Glyph> glyphs(std::string_view text) {
  std::vector<Glyph> result;
  char32_t previous = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = harmless(next_code_point(text, i));
    const int width = code_point_width(c);
    const bool flag = is_flag_letter(c) && is_flag_letter(previous);
    if (!result.empty() && (width == 0 || flag || previous == joiner)) {
      result.back().text += to_utf8(c);
      if (flag || c == emoji_style) result.back().width = 2;
    } else {
      result.push_back({to_utf8(c), width});
    }
    previous = flag ? 0 : c;  // a third flag letter starts the next flag
  }
  return result;
}

int label_width(std::string_view text) {
  int width = 0;
  for (const Glyph& glyph : glyphs(text)) width += glyph.width;
  return width;
}

std::string fit(std::string_view text, int columns, bool align_right) {
  const bool whole = label_width(text) <= columns;
  std::string result;
  int used = 0;
  for (const Glyph& glyph : glyphs(text)) {
    if (used + glyph.width > columns - (whole ? 0 : 1)) break;
    result += glyph.text;
    used += glyph.width;
  }
  if (!whole && columns > 0) {
    result += "…";
    ++used;
  }
  const std::string filling(static_cast<std::size_t>(std::max(columns - used, 0)), ' ');
  return align_right ? filling + result : result + filling;
}

}  // namespace heed::show
