// The width of a character in a terminal.
#pragma once

namespace heed::show {

// The width of one code point in columns: 0 for combining marks and invisible characters, 2 for
// wide East Asian characters and emoji (Unicode Standard Annex 11), otherwise 1.
int code_point_width(char32_t code_point);

}  // namespace heed::show
