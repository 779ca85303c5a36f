// The colour map of heat maps: from dark violet through blue and green to light yellow.
#pragma once

#include <string>

namespace heed::show {

struct Colour {
  int red, green, blue;  // 0 ... 255
};

// The colour for a share between 0 (darkest) and 1 (lightest). Values outside are clamped; NaN
// gives a middle grey. Lightness in OKLab (Ottosson, 2020) increases evenly, so equal steps look
// equal, also in print and to colour-blind readers.
Colour heat_colour(double share);

std::string hex(Colour colour);  // "#0a8f9b"

// Black or white, whichever is easier to read on `background`.
Colour ink_on(Colour background);

}  // namespace heed::show
