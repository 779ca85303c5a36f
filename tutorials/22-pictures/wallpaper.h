// The pictures of lesson 22: black and white wallpaper. A small random motif is repeated, and a few pixels are wrong. So the
// probability of every picture can be computed exactly, and with it the fewest bits that any model can need.
#pragma once

#include "tensor/random.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed {

// [bits]
constexpr Index side = 10, pixels = side * side;  // a picture has 10 x 10 pixels
constexpr Index motif = 5;                        // and consists of four copies of 5 x 5

using Bits = std::vector<Token>;  // the pixels row by row: 0 black, 1 white
// [/bits]

constexpr double noise = 0.02;  // the probability that a pixel is turned over

Bits draw_picture(Rng& rng);
std::vector<Bits> draw_pictures(Index count, Rng& rng);

// -log2 p(picture): the bits that a perfect model needs.
double exact_bits(const Bits& picture);
// How many pixels must be turned over to make four equal copies.
Index wrong_pixels(const Bits& picture);

}  // namespace heed
