// A colour for a number: the map of our heat maps, from dark violet through blue and green to light yellow.
#pragma once

#include <string>

namespace heed::show {

struct Colour {
  int red, green, blue;  // 0 ... 255
};

// share 0 is the darkest, 1 the lightest; outside and NaN are clamped (NaN to a middle grey). The path runs
// through OKLab (Ottosson, 2020) with evenly growing lightness, so equal steps look equal, also in print and
// to colour-blind eyes.
Colour heat_colour(double share);

std::string hex(Colour colour);  // "#0a8f9b"

// Black or white, whichever is easier to read on `background`.
Colour ink_on(Colour background);

}  // namespace heed::show
