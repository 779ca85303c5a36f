// Texts from outside (files, names, command lines) as they may be shown. They can have megabytes, and escape
// sequences that control a terminal.
#pragma once

#include <string>
#include <string_view>

namespace heed {

// Valid UTF-8 in which U+FFFD replaces invalid bytes and each character that must not reach a terminal or an
// XML file: control characters, non-characters, and the controls of writing direction, which also affect the
// text after them. For labels and translations.
std::string printable(std::string_view text);

// The same for messages, where the reader wants to know which character it was: \t, \x1b, \u202e, and \xff for
// an invalid byte. Line ends stay.
std::string escaped(std::string_view text);

// The text, or its beginning and end, about `max` bytes, if it is longer:
//     aaaaaaaa ... (10485660 bytes left out) ... aaaa
std::string shortened(std::string_view text, std::size_t max = 1000);

}  // namespace heed
