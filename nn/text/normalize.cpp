#include "nn/text/normalize.h"

#include "nn/text/graphemes.h"
#include "nn/text/unicode_tables.h"
#include "tensor/ground/utf8.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>

namespace heed {
namespace {

// Unicode's Default_Ignorable_Code_Point, controls, fillers, and marks of annotations.
constexpr CodePointRange invisible[] = {
    {0x00, 0x08},       {0x0e, 0x1f},       {0x7f, 0x84},      {0x86, 0x9f},     {0xad, 0xad},
    {0x34f, 0x34f},     {0x61c, 0x61c},     {0x115f, 0x1160},  {0x17b4, 0x17b5}, {0x180b, 0x180f},
    {0x200b, 0x200f},   {0x202a, 0x202e},   {0x2060, 0x206f},  {0x3164, 0x3164}, {0xfdd0, 0xfdef},
    {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},  {0xfff0, 0xfffb}, {0x13430, 0x13438},
    {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}};

bool is_invisible(char32_t c) { return contains(invisible, c) || (c & 0xfffe) == 0xfffe; }

// Scripts whose letters take another shape beside a joiner or a non-joiner: Arabic and its relatives, those of
// India and Southeast Asia, Mongolian.
constexpr CodePointRange joining[] = {
    {0x620, 0x8ff},     {0x900, 0xdff},     {0xf00, 0x109f},    {0x1700, 0x18af},   {0x1900, 0x1cff},
    {0xa800, 0xa8ff},   {0xa900, 0xaaff},   {0xabc0, 0xabff},   {0xfb50, 0xfdcf},   {0xfe70, 0xfefc},
    {0x10a00, 0x10aff}, {0x10d00, 0x10d3f}, {0x10f30, 0x10fdf}, {0x11000, 0x11fff}, {0x1e900, 0x1e95f}};

constexpr char32_t non_joiner = 0x200C, joiner = 0x200D, text_style = 0xFE0E, emoji_style = 0xFE0F,
                   keycap = 0x20E3, black_flag = 0x1F3F4;

bool is_joining(char32_t c) { return contains(joining, c); }
bool is_tag(char32_t c) { return c >= 0xE0020 && c <= 0xE007F; }
bool is_mongolian(char32_t c) { return c >= 0x1807 && c <= 0x18AA; }
bool is_egyptian(char32_t c) { return c >= 0x13000 && c <= 0x13438; }
bool is_skin_tone(char32_t c) { return c >= 0x1F3FB && c <= 0x1F3FF; }

// Whether an invisible character changes what is seen, after `before` and before `after`.
bool shapes(char32_t before, char32_t c, char32_t after) {
  const bool emoji_by_itself = contains(unicode::wide_pictographic, before);
  switch (c) {
    case non_joiner:
      return is_joining(before) && is_joining(after);
    case joiner:
      return is_joining(before) ||
             (is_pictographic(after) &&
              (is_pictographic(before) || is_skin_tone(before) || before == emoji_style || is_tag(before)));
    case emoji_style:
      return after == keycap || (is_pictographic(before) && !emoji_by_itself);
    case text_style:
      return emoji_by_itself;
    default:
      return (is_tag(c) && (before == black_flag || is_tag(before))) ||
             (is_mongolian(c) && is_mongolian(before)) || (is_egyptian(c) && is_egyptian(before));
  }
}

bool may_shape(char32_t c) {
  return c == non_joiner || c == joiner || c == emoji_style || c == text_style || is_tag(c) ||
         (c >= 0x180B && c <= 0x180F) || (c >= 0x13430 && c <= 0x13438);
}

std::u32string without_invisible(std::u32string text) {
  std::erase_if(text, [](char32_t c) { return is_invisible(c) && !may_shape(c); });
  std::u32string kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t before = kept.empty() ? U' ' : kept.back(),
                   after = i + 1 < text.size() ? text[i + 1] : U' ';
    if (!may_shape(text[i]) || shapes(before, text[i], after)) kept += text[i];
  }
  return kept;
}

// The composites as two maps: from a character to its two parts (the second is 0 if one character replaces
// it), and from two parts to the composite.
using Parts = std::pair<char32_t, char32_t>;
struct Composites {
  std::unordered_map<char32_t, Parts> parts;
  std::unordered_map<std::uint64_t, char32_t> whole;

  static std::uint64_t key(char32_t first, char32_t second) { return std::uint64_t{first} << 32 | second; }
  Composites() {
    for (const auto& [second, pairs] : unicode::compositions) {
      for (std::size_t i = 0; i < pairs.size(); i += 2) {
        parts[pairs[i + 1]] = {pairs[i], second};
        whole[key(pairs[i], second)] = pairs[i + 1];
      }
    }
    for (const auto& [second, pairs] : unicode::decompositions) {
      for (std::size_t i = 0; i < pairs.size(); i += 2) parts[pairs[i + 1]] = {pairs[i], second};
    }
    for (std::size_t i = 0; i < unicode::singletons.size(); i += 2)
      parts[unicode::singletons[i]] = {unicode::singletons[i + 1], 0};
    for (const auto& [first, replacements] : unicode::ideograph_blocks) {
      for (std::size_t i = 0; i < replacements.size(); ++i) {
        if (replacements[i] != U' ') parts[first + static_cast<char32_t>(i)] = {replacements[i], 0};
      }
    }
  }
};

const Composites& composites() {
  static const Composites once;
  return once;
}

// Hangul syllables are numbered by their leading consonant, vowel and trailing consonant (or none).
constexpr char32_t first_syllable = 0xAC00, first_l = 0x1100, first_v = 0x1161, no_t = 0x11A7;
constexpr char32_t l_count = 19, v_count = 21, t_count = 28, syllable_count = l_count * v_count * t_count;

void append_decomposed(std::u32string& result, char32_t c) {
  if (c >= first_syllable && c < first_syllable + syllable_count) {
    const char32_t number = c - first_syllable, t = number % t_count;
    result += {first_l + number / (v_count * t_count), first_v + number / t_count % v_count};
    if (t > 0) result += no_t + t;
    return;
  }
  const auto found = composites().parts.find(c);
  if (found == composites().parts.end()) {
    result += c;
    return;
  }
  append_decomposed(result, found->second.first);
  if (found->second.second != 0) append_decomposed(result, found->second.second);
}

// The composite of two characters, or 0 if there is none.
char32_t composite(char32_t first, char32_t second) {
  if (first >= first_l && first < first_l + l_count && second >= first_v && second < first_v + v_count)
    return first_syllable + ((first - first_l) * v_count + second - first_v) * t_count;
  const bool without_t = first >= first_syllable && first < first_syllable + syllable_count &&
                         (first - first_syllable) % t_count == 0;
  if (without_t && second > no_t && second < no_t + t_count) return first + second - no_t;
  const auto found = composites().whole.find(Composites::key(first, second));
  return found == composites().whole.end() ? 0 : found->second;
}

// The canonical combining class: marks of different classes may be typed in any order.
int combining_class(char32_t c) {
  if (c < 0x300) return 0;
  const auto ranges = unicode::combining_classes;
  const auto range = std::lower_bound(ranges.begin(), ranges.end(), c,
                                      [](const unicode::ClassRange& r, char32_t x) { return r.last < x; });
  return range != ranges.end() && range->first <= c ? range->value : 0;
}

void sort_marks(std::u32string& text) {
  const auto is_base = [](char32_t c) { return combining_class(c) == 0; };
  for (auto begin = text.begin(); begin != text.end();) {
    const auto first_mark = std::find_if_not(begin, text.end(), is_base);
    begin = std::find_if(first_mark, text.end(), is_base);
    std::stable_sort(first_mark, begin,
                     [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
  }
}

}  // namespace

std::u32string compose(std::u32string_view text) {
  constexpr char32_t first_that_may_change = 0x300;
  if (std::all_of(text.begin(), text.end(), [](char32_t c) { return c < first_that_may_change; }))
    return std::u32string(text);
  std::u32string parts;
  for (const char32_t c : text) append_decomposed(parts, c);
  sort_marks(parts);

  std::u32string result;
  std::size_t base = std::u32string::npos;  // in `result`, the last character of class 0
  int last_class = 0;                       // of what follows that base in `result`
  for (const char32_t c : parts) {
    const int its_class = combining_class(c);
    const bool adjacent = base != std::u32string::npos && base + 1 == result.size();
    // A mark composes with the base unless a mark of the same class, or a base, is between them.
    const bool reaches = base != std::u32string::npos && (adjacent || last_class < its_class);
    const char32_t whole = reaches ? composite(result[base], c) : 0;
    if (whole != 0) {
      result[base] = whole;
      continue;
    }
    if (its_class == 0) base = result.size();
    last_class = its_class;
    result += c;
  }
  return result;
}

std::string normalize(std::string_view text) {
  const auto is_plain = [](char c) { return c >= ' ' && c < 0x7f; };
  if (std::all_of(text.begin(), text.end(), is_plain) || find_invalid_utf8(text)) return std::string(text);
  return encode_utf8(compose(without_invisible(decode_utf8(text))));
}

}  // namespace heed
