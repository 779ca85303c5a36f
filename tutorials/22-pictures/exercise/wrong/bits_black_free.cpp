// expect: you count the white pixels only
#define bits_per_pixel right_bits_per_pixel
#include "tutorials/22-pictures/exercise/solution.cpp"
#undef bits_per_pixel

namespace heed::exercise {

double bits_per_pixel(const std::vector<Token>& pixels, const std::vector<double>& white) {
  double bits = 0;
  for (std::size_t i = 0; i < pixels.size(); ++i)
    if (pixels[i] == 1) bits -= std::log2(white[i]);
  return bits / static_cast<double>(pixels.size());
}

}  // namespace heed::exercise
