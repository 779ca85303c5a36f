// UTF-8: text as bytes, and the code points that they encode.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace heed {

// The position of the first byte that is not part of valid UTF-8 (RFC 3629: shortest forms only, no
// surrogates, at most U+10FFFF), or nothing if all bytes are valid.
std::optional<std::size_t> find_invalid_utf8(std::string_view bytes);

// Returns the code point that begins at bytes[position] and moves `position` past it.
// Throws unless `position` is less than the size. A byte that is not part of valid UTF-8 reads as
// U+FFFD, the replacement character.
char32_t next_code_point(std::string_view bytes, std::size_t& position);

std::u32string decode_utf8(std::string_view bytes);
std::string encode_utf8(std::u32string_view code_points);

}  // namespace heed
