#include "nn/show/width.h"

#include <algorithm>
#include <iterator>

namespace heed::show {
namespace {

struct Range {
  char32_t first, last;
};

// Sorted. Marks that sit on the letter before them, and invisible signs: Latin, Cyrillic, Hebrew, Arabic,
// Devanagari, Thai, and the general blocks.
constexpr Range zero_width[] = {
    {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x5BF, 0x5BF},     {0x5C1, 0x5C2},
    {0x5C4, 0x5C5},   {0x5C7, 0x5C7},   {0x600, 0x605},   {0x610, 0x61A},     {0x61C, 0x61C},
    {0x64B, 0x65F},   {0x670, 0x670},   {0x6D6, 0x6DD},   {0x6DF, 0x6E4},     {0x6E7, 0x6E8},
    {0x6EA, 0x6ED},   {0x8CA, 0x902},   {0x93A, 0x93A},   {0x93C, 0x93C},     {0x941, 0x948},
    {0x94D, 0x94D},   {0x951, 0x957},   {0x962, 0x963},   {0xE31, 0xE31},     {0xE34, 0xE3A},
    {0xE47, 0xE4E},   {0x1160, 0x11FF}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},   {0x200B, 0x200F},
    {0x202A, 0x202E}, {0x2060, 0x206F}, {0x20D0, 0x20FF}, {0x302A, 0x302D},   {0x3099, 0x309A},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF}, {0xE0000, 0xE0FFF}};

constexpr Range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x23F0, 0x23F0},
    {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267F, 0x267F},
    {0x2693, 0x2693},   {0x26A1, 0x26A1},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},
    {0x26CE, 0x26CE},   {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},   {0x2728, 0x2728},
    {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27B0, 0x27B0},   {0x27BF, 0x27BF},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},
    {0x2E80, 0x303E},   {0x3041, 0x3247},   {0x3250, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x16FE0, 0x16FE3}, {0x16FF0, 0x1B2FB}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF},
    {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C},
    {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4},
    {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E},
    {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F},
    {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF}, {0x1F6EB, 0x1F6EC},
    {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF},
    {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD}};

template <std::size_t size>
bool contains(const Range (&ranges)[size], char32_t c) {
  const Range* after =
      std::upper_bound(std::begin(ranges), std::end(ranges), c,
                       [](char32_t value, const Range& range) { return value < range.first; });
  return after != std::begin(ranges) && c <= std::prev(after)->last;
}

constexpr char32_t replacement = 0xFFFD, joiner = 0x200D, emoji_style = 0xFE0F;

bool is_flag_letter(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

// U+FFFD for what must not reach a terminal or an XML file: control characters, non-characters, and the signs
// that turn the writing direction for the text behind them too.
char32_t harmless(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
  const bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return control || turns || (c & 0xFFFE) == 0xFFFE ? replacement : c;
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(position++);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4 || position + more > text.size()) return replacement;
  char32_t value = lead & (0x3Fu >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(position + i) & 0xC0) != 0x80) return replacement;
    value = value << 6 | (byte(position + i) & 0x3Fu);
  }
  const char32_t least = more == 3 ? 0x10000 : more == 2 ? 0x800 : 0x80;  // a shorter form would have done
  if (value < least || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return replacement;
  position += more;
  return value;
}

std::string to_utf8(char32_t c) {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0 | (c >> 6)), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0 | (c >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | (c >> 18)), tail(12), tail(6), tail(0)};
}

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) result += to_utf8(harmless(next_code_point(text, i)));
  return result;
}

int code_point_width(char32_t c) { return contains(zero_width, c) ? 0 : contains(wide, c) ? 2 : 1; }

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
    previous = flag ? 0 : c;  // a third flag letter begins the next flag
  }
  return result;
}

int display_width(std::string_view text) {
  int width = 0;
  for (const Glyph& glyph : glyphs(text)) width += glyph.width;
  return width;
}

std::string fit(std::string_view text, int columns, bool align_right) {
  const bool whole = display_width(text) <= columns;
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
