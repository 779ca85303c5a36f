// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/22-pictures/exercise/exercise.h"

#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// An event of probability p costs -log2(p) bits. Which event is it, if the pixel is 0?
double bits_per_pixel(const std::vector<Token>& pixels, const std::vector<double>& white) {
  not_written("bits_per_pixel");
}

// The result has as many elements as the picture has pixels.
std::vector<Token> shifted(const std::vector<Token>& pixels, Token start) { not_written("shifted"); }

// Each new pixel is part of what the next one depends on.
std::vector<Token> paint(const std::vector<Token>& beginning, Index count,
                         const std::function<double(const std::vector<Token>&)>& white, Rng& rng) {
  not_written("paint");
}

// How many pixels are new, and what does each of these cost?
double predicted_bits() { not_written("predicted_bits"); }

}  // namespace heed::exercise
