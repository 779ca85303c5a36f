// Exercise of lesson 22. Write the functions in exercise.cpp, then: make exercise N=22
#pragma once

#include "tensor/random.h"
#include "tensor/token_matrix.h"

#include <functional>
#include <vector>

namespace heed::exercise {

// 1. The mean bits per pixel that a model needs for one picture: pixels are 0 or 1, and white has, for each pixel, the
// probability of a 1 that the model gave it, from the pixels before.
double bits_per_pixel(const std::vector<Token>& pixels, const std::vector<double>& white);

// 2. What goes into a model that predicts each pixel from those before it: `start`, and all pixels but the last.
std::vector<Token> shifted(const std::vector<Token>& pixels, Token start);

// 3. Paints a picture of `count` pixels that begins with `beginning`. white(pixels so far) is the probability that the next pixel is 1.
// Draw with rng.uniform(), one number for each new pixel, in their order: the pixel is 1 if the number is below the probability.
std::vector<Token> paint(const std::vector<Token>& beginning, Index count,
                         const std::function<double(const std::vector<Token>&)>& white, Rng& rng);

// 4. Predict before you run anything: wallpaper of four equal copies of a random 5 x 5 motif, with no wrong pixels. How many bits
// per pixel does a perfect model need?
double predicted_bits();

}  // namespace heed::exercise
