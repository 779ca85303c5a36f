#include "nn/show/json.h"

#include "nn/show/svg.h"
#include "nn/text/utf8.h"

#include <cmath>

namespace heed::show {

std::string json(std::string_view text) {
  std::string result = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = next_code_point(text, i);
    const bool markup = c == '<' || c == '>' || c == '&';
    const bool line_end = c == 0x2028 || c == 0x2029;  // line ends to older JavaScript, not to JSON
    if (c == '"' || c == '\\') {
      result += {'\\', static_cast<char>(c)};
    } else if (c < 0x20 || c == 0x7F || markup || line_end || (c & 0xFFFE) == 0xFFFE) {
      constexpr char digits[] = "0123456789abcdef";
      const char32_t unit = c > 0xFFFF ? 0xFFFD : c;  // a non-character
      result += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) result += digits[(unit >> shift) & 15];
    } else {
      result += encode_utf8({&c, 1});
    }
  }
  return result + "\"";
}

std::string json(double number) { return std::isfinite(number) ? short_number(number, 5) : "null"; }

std::string json(const Matrix& matrix) {
  std::string result = "[";
  for (Index row = 0; row < matrix.rows; ++row) {
    result += row == 0 ? "[" : ",[";
    for (Index column = 0; column < matrix.columns; ++column) {
      result += (column == 0 ? "" : ",") + json(matrix(row, column));
    }
    result += "]";
  }
  return result + "]";
}

std::string json(const std::vector<std::string>& texts) {
  return json_list(texts, [](const std::string& text) { return json(text); });
}

std::string json(const std::vector<double>& numbers) {
  return json_list(numbers, [](double number) { return json(number); });
}

}  // namespace heed::show
