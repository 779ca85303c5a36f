// UTF-8: text as bytes, and the little that a translator must know about the characters in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace heed {

// Where the first byte stands that is not part of valid UTF-8 (RFC 3629: shortest forms only, no surrogates,
// at most U+10FFFF), if there is one.
std::optional<std::size_t> find_invalid_utf8(std::string_view bytes);

// The code point that begins at bytes[position], and moves `position` (less than the size) past it. A byte
// that is not part of valid UTF-8 reads as U+FFFD, the replacement character.
char32_t next_code_point(std::string_view bytes, std::size_t& position);

std::u32string decode_utf8(std::string_view bytes);
std::string encode_utf8(std::u32string_view code_points);

// Latin, Greek and Cyrillic capitals that have one small letter each (ẞ gives ß); all else stays as it is.
char32_t lower_case(char32_t code_point);

bool is_space(char32_t code_point);        // Unicode's White_Space
bool is_punctuation(char32_t code_point);  // marks and symbols: whatever no word is made of
bool is_ideograph(char32_t code_point);  // Chinese characters and Japanese syllables, written without spaces

}  // namespace heed
