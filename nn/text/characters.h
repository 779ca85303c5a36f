// The properties of characters that a translator needs: letters, white space, punctuation.
#pragma once

#include <span>

namespace heed {

// Maps Latin, Greek and Cyrillic capitals that have one small letter each (ẞ gives ß); returns all
// other code points unchanged.
char32_t lower_case(char32_t code_point);

// Unicode's White_Space.
bool is_space(char32_t code_point);
// Punctuation marks and symbols: characters that are not part of a word.
bool is_punctuation(char32_t code_point);
// The same without the marks of the scripts that the tokeniser did not know at first.
bool was_punctuation(char32_t code_point);
// A decimal digit of any script.
bool is_digit(char32_t code_point);
// Chinese characters and Japanese syllables, which are written without spaces.
bool is_ideograph(char32_t code_point);

struct CodePointRange {
  char32_t first, last;
};

// Whether one of `ranges`, in ascending order, contains the code point.
bool contains(std::span<const CodePointRange> ranges, char32_t code_point);

}  // namespace heed
