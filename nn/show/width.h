// Text from outside, one visible glyph at a time: how many columns of a terminal it takes, so that labels
// with umlauts, Chinese characters and emoji line up, and with everything that is not text made harmless.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heed::show {

// The code point that begins at `position`, which moves behind it. Broken UTF-8 gives U+FFFD, one byte at a
// time, and never an exception: a label is shown, whatever it holds.
char32_t next_code_point(std::string_view text, std::size_t& position);

std::string to_utf8(char32_t code_point);

// Valid UTF-8 without control characters: each becomes U+FFFD, so that a token that holds an escape sequence
// cannot steer a terminal, and a figure is always XML.
std::string printable(std::string_view text);

// Columns that one code point takes: 0 for combining marks, 2 for East Asian wide characters and emoji
// (Unicode's annex 11), else 1.
int code_point_width(char32_t code_point);

// What is drawn as one: a base with its combining marks, an emoji with modifiers, two letters of a flag.
struct Glyph {
  std::string text;
  int width;  // columns
};
std::vector<Glyph> glyphs(std::string_view text);

// Columns that printable(text) takes.
int display_width(std::string_view text);

// As much of `text` as fits `columns`, the rest replaced by "…"; filled up with spaces to exactly `columns`.
std::string fit(std::string_view text, int columns, bool align_right = false);

}  // namespace heed::show
