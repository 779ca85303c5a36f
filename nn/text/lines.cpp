#include "nn/text/lines.h"

#include "tensor/files/file.h"
#include "tensor/ground/error.h"
#include "tensor/ground/utf8.h"

#include <algorithm>
#include <cstdio>

namespace heed {
namespace {

[[noreturn]] void fail_at(std::string_view content, std::size_t position, const std::string& file) {
  const std::string_view before = content.substr(0, position);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  char byte[8];
  std::snprintf(byte, sizeof byte, "0x%02x", static_cast<unsigned char>(content[position]));
  fail(file, ":", line, ": not UTF-8 text: byte ", position - line_start + 1, " of the line is ", byte,
       "; convert the file, for example with `iconv -f LATIN1 -t UTF-8`");
}

}  // namespace

std::vector<std::string> split_lines(std::string_view content, const std::string& file) {
  if (content.starts_with("\xef\xbb\xbf")) content.remove_prefix(3);
  // A zero byte is valid UTF-8, but does not occur in text. UTF-16 and binary files have many.
  const std::size_t bad = std::min(find_invalid_utf8(content).value_or(content.size()), content.find('\0'));
  if (bad < content.size()) fail_at(content, bad, file);

  std::vector<std::string> lines;
  while (!content.empty()) {
    const std::size_t end = std::min(content.find('\n'), content.size());
    std::string_view line = content.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    content.remove_prefix(std::min(end + 1, content.size()));
  }
  return lines;
}

std::vector<std::string> read_lines(const std::string& file) { return split_lines(read_file(file), file); }

}  // namespace heed
