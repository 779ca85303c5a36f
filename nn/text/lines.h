// A text file as lines.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heed {

// Called with what is wrong with a line, its file and its number.
using BadLine = std::function<void(const std::string& problem)>;

// Splits UTF-8 text into lines, without the line ends (LF, CRLF, or CR alone in a file without LF) and without
// a byte order mark at the start. The last line may lack a line end. If the text is not UTF-8 or contains a
// zero byte, throws an error that names `file` and the line; with `bad_line`, calls it instead for each such
// line, which then is empty.
std::vector<std::string> split_lines(std::string_view content, const std::string& file,
                                     const BadLine& bad_line = nullptr);

std::vector<std::string> read_lines(const std::string& file, const BadLine& bad_line = nullptr);

// The lines alone: any bytes are accepted.
std::vector<std::string_view> split_at_line_ends(std::string_view content);

// Why a line is not text: "not UTF-8 text: byte 2 of the line is 0xfc; ..." and what to do about it. Nothing if it
// is. What kind of file it may be is judged by `content`, the beginning of which is the most telling.
std::optional<std::string> why_not_text(std::string_view line, std::string_view content);

}  // namespace heed
