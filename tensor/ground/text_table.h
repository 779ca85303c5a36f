// Rows of cells as aligned lines, for reports in a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heed {

// One line for each row, two spaces between columns, without spaces at the ends of lines.
// `alignment` has 'l' or 'r' for each column; its last letter also serves all further columns. Rows
// may differ in length. Widths are counted in characters (UTF-8), each as wide as a letter.
std::string aligned(const std::vector<std::vector<std::string>>& rows, std::string_view alignment = "lr");

}  // namespace heed
