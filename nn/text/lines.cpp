#include "nn/text/lines.h"

#include "tensor/files/file.h"
#include "tensor/ground/error.h"
#include "tensor/ground/utf8.h"

#include <algorithm>
#include <cstdio>

namespace heed {
namespace {

// Files that are not text: how they begin, and what to do with them.
struct FileKind {
  std::string_view start, advice;
};
constexpr FileKind kinds[] = {
    {{"\xff\xfe\0\0", 4}, "this is UTF-32 text; convert the file with `iconv -f UTF-32 -t UTF-8`"},
    {{"\0\0\xfe\xff", 4}, "this is UTF-32 text; convert the file with `iconv -f UTF-32 -t UTF-8`"},
    {"\xff\xfe", "this is UTF-16 text; convert the file with `iconv -f UTF-16 -t UTF-8`"},
    {"\xfe\xff", "this is UTF-16 text; convert the file with `iconv -f UTF-16 -t UTF-8`"},
    {"\x1f\x8b", "this is a gzip file; unpack it first with `gunzip`"},
    {"PK\x03\x04", "this is a zip file; unpack it first with `unzip`"},
    {"BZh", "this is a bzip2 file; unpack it first with `bunzip2`"},
    {"\xfd\x37zXZ", "this is an xz file; unpack it first with `unxz`"},
    {"\x28\xb5\x2f\xfd", "this is a Zstandard file; unpack it first with `unzstd`"},
    {"7z\xbc\xaf", "this is a 7z file; unpack it first with `7z x`"},
    {"%PDF", "this is a PDF file; extract its text first, for example with `pdftotext`"},
};

std::string advice(std::string_view content) {
  for (const FileKind& kind : kinds) {
    if (content.starts_with(kind.start)) return std::string(kind.advice);
  }
  // Without a byte order mark: every second byte of western UTF-16 is 0.
  const std::string_view sample = content.substr(0, 2000);
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < sample.size(); ++i) zeros[i % 2] += sample[i] == '\0';
  if (zeros[0] + zeros[1] == 0) return "convert the file, for example with `iconv -f LATIN1 -t UTF-8`";
  const auto [fewer, more] = std::minmax(zeros[0], zeros[1]);
  if (fewer > 0 || 4 * more < sample.size()) return "this is not a text file";
  return text("this is UTF-16 text; convert the file with `iconv -f UTF-16", zeros[0] > 0 ? "BE" : "LE",
              " -t UTF-8`");
}

// The first byte that is not text. A zero byte is valid UTF-8, but does not occur in text.
std::size_t first_bad_byte(std::string_view content) {
  return std::min(find_invalid_utf8(content).value_or(content.size()), content.find('\0'));
}

std::string_view without_byte_order_mark(std::string_view content) {
  if (content.starts_with("\xef\xbb\xbf")) content.remove_prefix(3);
  return content;
}

}  // namespace

std::optional<std::string> why_not_text(std::string_view line, std::string_view content) {
  const std::size_t bad = first_bad_byte(line);
  if (bad >= line.size()) return std::nullopt;
  char byte[8];
  std::snprintf(byte, sizeof byte, "0x%02x", static_cast<unsigned char>(line[bad]));
  return text("not UTF-8 text: byte ", bad + 1, " of the line is ", byte, "; ", advice(content));
}

std::vector<std::string_view> split_at_line_ends(std::string_view content) {
  content = without_byte_order_mark(content);
  // A file whose lines end in CR alone has no LF, except perhaps at its very end.
  const std::string_view inside = content.substr(0, content.size() - content.ends_with('\n'));
  const bool cr_alone = inside.find('\n') == inside.npos && inside.find('\r') + 1 < inside.size();
  if (cr_alone) content = inside;
  const char line_end = cr_alone ? '\r' : '\n';
  std::vector<std::string_view> lines;
  while (!content.empty()) {
    const std::size_t end = std::min(content.find(line_end), content.size());
    std::string_view line = content.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    content.remove_prefix(std::min(end + 1, content.size()));
  }
  return lines;
}

std::vector<std::string> split_lines(std::string_view content, const std::string& file,
                                     const BadLine& bad_line) {
  const std::vector<std::string_view> parts = split_at_line_ends(content);
  std::vector<std::string> lines(parts.begin(), parts.end());
  if (first_bad_byte(content) >= content.size()) return lines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::optional<std::string> problem = why_not_text(lines[i], content);
    if (!problem) continue;
    if (!bad_line) fail(file, ":", i + 1, ": ", *problem);
    bad_line(text(file, ":", i + 1, ": ", *problem));
    lines[i].clear();
  }
  return lines;
}

std::vector<std::string> read_lines(const std::string& file, const BadLine& bad_line) {
  return split_lines(read_file(file), file, bad_line);
}

}  // namespace heed
