#include "nn/text/byte_pairs_text.h"

#include "nn/text/lines.h"
#include "tensor/ground/error.h"
#include "tensor/ground/utf8.h"

#include <charconv>
#include <cstdio>
#include <optional>

namespace heed {
namespace {

constexpr std::string_view mark = "#pieces\n";

// A piece as one word of a line.
std::string piece_text(const std::string& piece) {
  const bool is_text = !find_invalid_utf8(piece);
  std::string text;
  for (const char c : piece) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (c == ' ') {
      text += "\\s";
    } else if (c == '\\') {
      text += "\\\\";
    } else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !is_text)) {
      char code[8];
      std::snprintf(code, sizeof code, "\\x%02x", static_cast<unsigned>(byte));
      text += code;
    } else {
      text += c;
    }
  }
  return text;
}

std::optional<std::string> piece_from(std::string_view text) {
  std::string piece;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      piece += text[i];
      continue;
    }
    const char kind = ++i < text.size() ? text[i] : '\0';
    unsigned value = 0;
    if (kind == 's' || kind == '\\') {
      piece += kind == 's' ? ' ' : '\\';
    } else if (kind == 'x' && i + 2 < text.size() &&
               std::from_chars(&text[i + 1], &text[i + 1] + 2, value, 16).ptr == &text[i + 1] + 2) {
      piece += static_cast<char>(value);
      i += 2;
    } else {
      return std::nullopt;
    }
  }
  return piece;
}

}  // namespace

std::string byte_pairs_text(const BytePairs& pairs) {
  std::string lines(mark);
  for (const auto& [left, right] : pairs.merges()) lines += piece_text(left) + " " + piece_text(right) + "\n";
  return lines;
}

bool is_byte_pairs_text(std::string_view text) { return text.starts_with(mark); }

BytePairs byte_pairs_from_text(std::string_view text, const std::string& file) {
  const std::vector<std::string> lines = split_lines(text, file);
  if (!is_byte_pairs_text(text)) fail(file, ": a vocabulary of pieces begins with a line #pieces");
  if (!text.ends_with('\n'))
    fail(file, ":", lines.size(), ": the vocabulary ends in the middle of a line; was the file cut short?");
  std::vector<BytePairs::Pair> merges;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const std::size_t space = std::min(line.find(' '), line.size());
    const auto left = piece_from(line.substr(0, space)),
               right = piece_from(line.substr(std::min(space + 1, line.size())));
    if (!left || !right || left->empty() || right->empty())
      fail(file, ":", i + 1, ": expected two pieces with a space between them, found '", line, "'");
    merges.emplace_back(*left, *right);
  }
  try {
    return BytePairs(std::move(merges));
  } catch (const Error& error) {
    throw Error(file + ": " + error.what());
  }
}

}  // namespace heed
