// A text file as lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heed {

// The lines of a UTF-8 text, without their ends (LF or CRLF) and without a byte order mark before the first.
// The last line may lack its end. Throws, naming `file` and the line, where the text is not UTF-8 or holds a
// zero byte.
std::vector<std::string> split_lines(std::string_view content, const std::string& file);

std::vector<std::string> read_lines(const std::string& file);

}  // namespace heed
