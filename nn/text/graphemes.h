// Graphemes: what a reader takes for one character, which may be several code points.
#pragma once

#include <string_view>
#include <vector>

namespace heed {

// The parts of `text`, in order: a base with its combining marks, an emoji with its skin tone or joined to
// others, the two letters of a flag, a keycap (Unicode Standard Annex 29). White space
// takes no marks.
std::vector<std::u32string_view> graphemes(std::u32string_view text);

// Whether the character belongs to the one before it: marks, joiners, skin tones, tags, and the vowels and
// final consonants of Hangul that is not composed.
bool extends_grapheme(char32_t code_point);

// Emoji, and symbols that may become emoji (Unicode's Extended_Pictographic).
bool is_pictographic(char32_t code_point);
bool is_flag(std::u32string_view grapheme);
// Whether a grapheme is drawn as an emoji.
bool is_emoji(std::u32string_view grapheme);

}  // namespace heed
