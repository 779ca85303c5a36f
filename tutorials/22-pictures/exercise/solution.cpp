// Our solution of the exercise of lesson 22. There are others.
#include "tutorials/22-pictures/exercise/exercise.h"

#include <cmath>

namespace heed::exercise {

double bits_per_pixel(const std::vector<Token>& pixels, const std::vector<double>& white) {
  double bits = 0;
  for (std::size_t i = 0; i < pixels.size(); ++i) bits -= std::log2(pixels[i] == 1 ? white[i] : 1 - white[i]);
  return bits / static_cast<double>(pixels.size());
}

std::vector<Token> shifted(const std::vector<Token>& pixels, Token start) {
  std::vector<Token> input{start};
  input.insert(input.end(), pixels.begin(), pixels.end() - 1);
  return input;
}

std::vector<Token> paint(const std::vector<Token>& beginning, Index count,
                         const std::function<double(const std::vector<Token>&)>& white, Rng& rng) {
  std::vector<Token> picture = beginning;
  while (static_cast<Index>(picture.size()) < count) {
    const double p = white(picture);
    picture.push_back(rng.uniform() < p ? 1 : 0);
  }
  return picture;
}

double predicted_bits() { return 0.25; }

}  // namespace heed::exercise
