// JSON as it may stand inside an HTML page.
#pragma once

#include "nn/show/heat_map.h"

#include <string>
#include <string_view>
#include <vector>

namespace heed::show {

// A quoted string. '<', '>' and '&' are written as \u003c, \u003e, \u0026, so no token, not even "</script>",
// can end the element that holds the data; invalid UTF-8 becomes U+FFFD.
std::string json(std::string_view text);

// Five significant digits: what a page shows, and a third of the file that all digits would make. JSON has no
// NaN and no infinity; both become null.
std::string json(double number);

std::string json(const Matrix& matrix);  // a list of rows

// "[a,b,c]"; `write` makes JSON of one item.
template <class T, class Write>
std::string json_list(const std::vector<T>& items, Write write) {
  std::string result = "[";
  for (std::size_t i = 0; i < items.size(); ++i) result += (i == 0 ? "" : ",") + write(items[i]);
  return result + "]";
}
std::string json(const std::vector<std::string>& texts);
std::string json(const std::vector<double>& numbers);

}  // namespace heed::show
