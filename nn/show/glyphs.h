// Text from outside as the glyphs that a reader sees, so that labels with umlauts, Chinese characters and
// emoji line up, and with everything that is not text made harmless.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heed::show {

// Valid UTF-8 without control characters: each becomes U+FFFD, so that a token that holds an escape sequence
// cannot steer a terminal, and a figure is always XML. Broken UTF-8 gives U+FFFD too, and never an error: a
// label is shown, whatever it holds.
std::string printable(std::string_view text);

// What is drawn as one: a base with its combining marks, an emoji with modifiers, two letters of a flag.
struct Glyph {
  std::string text;
  int width;  // columns of a terminal
};
std::vector<Glyph> glyphs(std::string_view text);

// Columns that the glyphs take together.
int label_width(std::string_view text);

// As much of `text` as fits `columns`, the rest replaced by "…"; filled up with spaces to exactly `columns`.
std::string fit(std::string_view text, int columns, bool align_right = false);

}  // namespace heed::show
