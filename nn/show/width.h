// How wide a character is in a terminal.
#pragma once

namespace heed::show {

// Columns that one code point takes: 0 for combining marks and invisible signs, 2 for East Asian wide
// characters and emoji (Unicode's annex 11), else 1.
int code_point_width(char32_t code_point);

}  // namespace heed::show
