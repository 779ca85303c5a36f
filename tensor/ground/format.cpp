#include "tensor/ground/format.h"

#include "tensor/ground/error.h"
#include "tensor/ground/scalar.h"

#include <charconv>
#include <cmath>
#include <iterator>
#include <locale>
#include <sstream>

namespace heed {

std::string exact(double number) {
  char buffer[32];
  return {buffer, std::to_chars(buffer, std::end(buffer), number).ptr};
}

std::optional<double> read_number(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (rest != end || error == std::errc::invalid_argument) return std::nullopt;
  if (error == std::errc()) return number;
  // Out of range: from_chars does not say whether the number is too large or too small. A stream does.
  std::istringstream stream{std::string(text)};
  stream.imbue(std::locale::classic());
  stream >> number;
  return std::abs(number) > 1 ? std::nullopt : std::optional(number);
}

std::string decimals(double number, int places) {
  if (places < 0 || places > 60) fail("decimals: a number cannot have ", places, " digits after the point");
  char buffer[400];  // the largest double has 309 digits before the point
  return {buffer, std::to_chars(buffer, std::end(buffer), number, std::chars_format::fixed, places).ptr};
}

std::string grouped(double number) {
  std::string digits = decimals(number, 0);
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string duration(double seconds) {
  if (!(std::abs(seconds) < 1e15)) return "unknown time";  // NaN, infinity, or longer than a number counts
  const auto whole = static_cast<Index>(seconds + 0.5);
  if (whole < 60) return text(whole, " s");
  if (whole < 3600) return text(whole / 60, " min ", whole % 60, " s");
  return text(whole / 3600, " h ", whole / 60 % 60, " min");
}

}  // namespace heed
