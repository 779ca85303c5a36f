// Text from outside as the glyphs that a reader sees. Labels with umlauts, Chinese characters and
// emoji are aligned, and characters that are not text are made harmless.
#pragma once

#include "tensor/ground/printable.h"

#include <string>
#include <string_view>
#include <vector>

namespace heed::show {

using heed::printable;

// A unit of drawing: a base with its combining marks, an emoji with modifiers, the two letters
// of a flag.
struct Glyph {
  std::string text;
  int width;  // columns of a terminal
};
std::vector<Glyph> glyphs(std::string_view text);

// The width of all glyphs of the text, in columns.
int label_width(std::string_view text);

// As much of `text` as fits into `columns`, with "…" for the rest, padded with spaces
// to exactly `columns`.
std::string fit(std::string_view text, int columns, bool align_right = false);

}  // namespace heed::show
