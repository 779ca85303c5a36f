// Numbers and times as text, for reports and files.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace heed {

// The shortest text that reads back as exactly the same number: "0.1", "1e+30", "inf", "nan".
std::string exact(double number);

// The number that is the whole text: "0.1", "-1e30". One that is too small for a double is 0. Returns nothing if it is
// too large for one, or if the text is not a number.
std::optional<double> read_number(std::string_view text);

// With `places` digits after the decimal point: decimals(2.345, 1) is "2.3", decimals(0.001, 2) "0.00".
std::string decimals(double number, int places);

// Rounded to a whole number, with a comma before every three digits: "8,400".
std::string grouped(double number);

// Rounded to seconds, or to the minute below from an hour on: "14 s", "3 min 20 s", "2 h 5 min".
std::string duration(double seconds);

}  // namespace heed
