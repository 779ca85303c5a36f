// Compares a page with the output of its program: words exactly, numbers nearly, because their last
// digits may differ from one machine to another.
#pragma once

#include <string>
#include <string_view>

namespace heed::weave {

// Two numbers agree if they differ by at most `relative` times the larger plus `absolute`, or if
// they have three or more decimals and differ by at most one in the last.
struct Tolerance {
  double relative = 1e-3, absolute = 0;
  bool any_words = false;  // words are not compared: a trained model drew them
};

// Returns an empty text if the two texts agree, else the first difference: "line 3: '0.25' became
// '0.75'". Several spaces count as one, because a column grows with its numbers. Colours (#rrggbb)
// agree if each channel differs by a few steps at most, more with a wider tolerance.
std::string difference(std::string_view shown, std::string_view fresh, const Tolerance& tolerance = {});

}  // namespace heed::weave
