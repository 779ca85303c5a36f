#include "nn/show/glyphs.h"

#include "nn/show/width.h"
#include "nn/text/graphemes.h"
#include "tensor/ground/utf8.h"

#include <algorithm>

namespace heed::show {
namespace {

constexpr char32_t joiner = 0x200D, emoji_style = 0xFE0F;

// A flag, and an emoji in colour, are drawn in two columns; of joined emoji, the first gives the width.
int width_of(std::u32string_view grapheme) {
  if (is_flag(grapheme) || grapheme.find(emoji_style) != grapheme.npos) return 2;
  const bool joined = is_pictographic(grapheme.front());
  int width = 0;
  for (const char32_t c : grapheme) {
    if (joined && c == joiner) break;
    width += code_point_width(c);
  }
  return width;
}

}  // namespace

std::vector<Glyph> glyphs(std::string_view text) {
  std::vector<Glyph> result;
  const std::u32string characters = decode_utf8(printable(text));
  for (const std::u32string_view grapheme : graphemes(characters))
    result.push_back({encode_utf8(grapheme), width_of(grapheme)});
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
