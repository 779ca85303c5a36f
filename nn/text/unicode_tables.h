// Tables of the Unicode Character Database, for characters.h, graphemes.h and normalize.h. They are
// in unicode_tables.cpp, which the script unicode_tables.py writes.
#pragma once

#include "nn/text/characters.h"

#include <string_view>

namespace heed::unicode {

extern const std::span<const CodePointRange> marks;         // general category M
extern const std::span<const CodePointRange> pictographic;  // symbols that are emoji, or may become emoji
extern const std::span<const CodePointRange> wide_pictographic;  // emoji without a variation selector
extern const std::u32string_view digit_zeros;  // the zero of each script; nine more digits follow it

// Characters from `first` to `last` have this canonical combining class; all others have 0.
struct ClassRange {
  char32_t first, last;
  int value;
};
extern const std::span<const ClassRange> combining_classes;  // ascending

// All composites that end with `second`: pairs of a first character and the composite.
struct Composition {
  char32_t second;
  std::u32string_view pairs;
};
extern const std::span<const Composition> compositions;    // NFC composes these
extern const std::span<const Composition> decompositions;  // and takes these apart
extern const std::u32string_view singletons;               // pairs: a character, and the one that replaces it
// Compatibility ideographs from `first` on: the ideograph that replaces each, or a space.
struct IdeographBlock {
  char32_t first;
  std::u32string_view replacements;
};
extern const IdeographBlock ideograph_blocks[2];

}  // namespace heed::unicode
