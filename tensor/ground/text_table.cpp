#include "tensor/ground/text_table.h"

#include "tensor/ground/error.h"

#include <algorithm>

namespace heed {
namespace {

// In UTF-8 each byte that does not continue a character begins one.
std::size_t characters(const std::string& cell) {
  const auto begins_character = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
  return static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), begins_character));
}

}  // namespace

std::string aligned(const std::vector<std::vector<std::string>>& rows, std::string_view alignment) {
  if (alignment.empty()) fail("aligned: the alignment must have at least one letter");
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t column = 0; column < row.size(); ++column) {
      widths[column] = std::max(widths[column], characters(row[column]));
    }
  }
  std::string result;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t column = 0; column < row.size(); ++column) {
      const std::string padding(widths[column] - characters(row[column]), ' ');
      const bool left = alignment[std::min(column, alignment.size() - 1)] == 'l';
      line += (column == 0 ? "" : "  ") + (left ? row[column] + padding : padding + row[column]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    result += line + "\n";
  }
  return result;
}

}  // namespace heed
