#include "tutorials/22-pictures/wallpaper.h"

#include <algorithm>
#include <cmath>

namespace heed {

namespace {

constexpr Index copies = (side / motif) * (side / motif);

// For each pixel of the motif, how many of its copies are white.
std::vector<Index> white_copies(const Bits& picture) {
  std::vector<Index> white(motif * motif, 0);
  for (Index i = 0; i < pixels; ++i)
    white[static_cast<std::size_t>(i / side % motif * motif + i % side % motif)] +=
        picture[static_cast<std::size_t>(i)];
  return white;
}

}  // namespace

// [draw]
Bits draw_picture(Rng& rng) {
  Bits small, picture;
  while (small.size() < motif * motif) small.push_back(static_cast<Token>(rng.integer(2)));
  for (Index i = 0; i < pixels; ++i) {
    const Index row = i / side % motif, column = i % side % motif;
    const Token pixel = small[static_cast<std::size_t>(row * motif + column)];
    picture.push_back(rng.uniform() < noise ? 1 - pixel : pixel);
  }
  return picture;
}
// [/draw]

std::vector<Bits> draw_pictures(Index count, Rng& rng) {
  std::vector<Bits> pictures;
  for (Index i = 0; i < count; ++i) pictures.push_back(draw_picture(rng));
  return pictures;
}

// [exact]
// The pixels of the motif are independent. One of them is white with the probability 1/2, and then each of its copies is
// white with 1 - noise; or it is black, and then each of its copies is white with the probability noise.
double exact_bits(const Bits& picture) {
  double bits = 0;
  for (const Index white : white_copies(picture)) {
    const double k = static_cast<double>(white), n = static_cast<double>(copies);
    bits -= std::log2(0.5 * std::pow(1 - noise, k) * std::pow(noise, n - k) +
                      0.5 * std::pow(noise, k) * std::pow(1 - noise, n - k));
  }
  return bits;
}
// [/exact]

Index wrong_pixels(const Bits& picture) {
  Index wrong = 0;
  for (const Index white : white_copies(picture)) wrong += std::min(white, copies - white);
  return wrong;
}

}  // namespace heed
