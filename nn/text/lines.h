// A text file as lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heed {

// Splits UTF-8 text into lines, without the line ends (LF or CRLF) and without a byte order mark at
// the start. The last line may lack a line end. If the text is not UTF-8 or contains a zero byte,
// throws an error that names `file` and the line.
std::vector<std::string> split_lines(std::string_view content, const std::string& file);

std::vector<std::string> read_lines(const std::string& file);

}  // namespace heed
