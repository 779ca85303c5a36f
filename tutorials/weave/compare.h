// Whether a page still shows what its program prints: words exactly, numbers nearly, for their last digits
// may differ from one machine to another.
#pragma once

#include <string>
#include <string_view>

namespace heed::weave {

// Two numbers agree when they differ by no more than relative x the larger plus absolute, or when both would
// round to the same three decimals but for the last.
struct Tolerance {
  double relative = 1e-3, absolute = 0;
};

// Nothing if the two texts agree; else the first place where they do not: "line 3: '0.25' became '0.75'".
// Runs of spaces count as one, since a column grows with its numbers; colours (#rrggbb) agree within a few
// steps of each channel, more where the tolerance is wider.
std::string difference(std::string_view shown, std::string_view fresh, const Tolerance& tolerance = {});

}  // namespace heed::weave
