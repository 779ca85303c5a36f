// Flame chart: the parts of a whole, level by level. The width of each box is proportional
// to its value.
#pragma once

#include <string>
#include <vector>

namespace heed::show {

struct Flame {
  std::string name, hover;
  // At least the sum of the values inside
  double value = 0;
  // The number of a series colour
  int colour = 0;
  std::vector<Flame> inside;
};

// Boxes narrower than a tenth of a pixel are left out. Throws if a part is larger than its whole.
std::string flame_chart(const std::string& title, const Flame& whole, double width = 1100);

// As much of the text as fits into `room` pixels, with "…" for the rest; empty if not even
// one letter fits.
std::string shortened(const std::string& text, double room, double size = 11);

}  // namespace heed::show
