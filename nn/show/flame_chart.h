// Flame chart: what a whole is made of, level by level; each box is as wide as its share.
#pragma once

#include <string>
#include <vector>

namespace heed::show {

struct Flame {
  std::string name, hover;
  double value = 0;  // at least the sum of what is inside
  int colour = 0;    // a series colour
  std::vector<Flame> inside;
};

// Boxes narrower than a tenth of a pixel are left out. Throws if a part is larger than its whole.
std::string flame_chart(const std::string& title, const Flame& whole, double width = 1100);

// As much of the text as fits into so many pixels, the rest replaced by "…"; nothing if not even that fits.
std::string shortened(const std::string& text, double room, double size = 11);

}  // namespace heed::show
