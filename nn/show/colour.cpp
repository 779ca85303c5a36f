#include "nn/show/colour.h"

#include <algorithm>
#include <cmath>

namespace heed::show {
namespace {

// At lightness 0.25, 0.319, ..., 0.94 and hue 305, 285, ..., 105 degrees, the strongest chroma (at
// most 0.16) that a screen can show.
constexpr Colour path[] = {{49, 0, 82},     {49, 21, 126},   {25, 57, 152}, {2, 92, 146},
                           {7, 118, 149},   {10, 143, 155},  {8, 170, 157}, {1, 198, 144},
                           {118, 217, 123}, {189, 230, 105}, {251, 241, 99}};

}  // namespace

Colour heat_colour(double share) {
  if (std::isnan(share)) return {128, 128, 128};
  const double place = std::clamp(share, 0.0, 1.0) * (std::size(path) - 1);
  const std::size_t below = std::min(static_cast<std::size_t>(place), std::size(path) - 2);
  const double rest = place - static_cast<double>(below);
  const auto between = [&](int Colour::*part) {
    return static_cast<int>(std::lround((1 - rest) * path[below].*part + rest * path[below + 1].*part));
  };
  return {between(&Colour::red), between(&Colour::green), between(&Colour::blue)};
}

std::string hex(Colour colour) {
  constexpr char digits[] = "0123456789abcdef";
  std::string result = "#";
  for (const int part : {colour.red, colour.green, colour.blue}) {
    result += digits[part / 16];
    result += digits[part % 16];
  }
  return result;
}

Colour ink_on(Colour background) {
  const double light = 0.299 * background.red + 0.587 * background.green + 0.114 * background.blue;
  return light > 140 ? Colour{0, 0, 0} : Colour{255, 255, 255};
}

}  // namespace heed::show
