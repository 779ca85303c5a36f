// The pictures of lesson 20: digits and shapes that we draw, and files in MNIST's form.
#pragma once

#include "tensor/random.h"
#include "tensor/token_matrix.h"

#include <string>
#include <vector>

namespace heed {

// [pictures]
struct Pictures {
  Tensor pixels;               // (count, 1, height, width), from 0 (black) to 1 (white)
  std::vector<Token> classes;  // (count)
  Tensor ink = {};             // drawn pictures only: as pixels, but the digit or shape alone
  Index count() const { return static_cast<Index>(classes.size()); }
};
// [/pictures]

constexpr Index drawn_size = 20;  // a drawn picture has 20 x 20 pixels
// The names of the drawn classes: ten digits and four shapes.
const std::vector<std::string>& drawn_classes();

// `count` pictures, each with one digit or shape of random place, size, slant and thickness, among stray strokes and
// noise. All classes are equally likely.
Pictures draw_pictures(Index count, Rng& rng);

// Pictures and labels from two IDX files. Throws, naming the files, if they do not belong together.
Pictures read_pictures(const std::string& images, const std::string& labels);

// The chosen pictures, each moved by up to `shift` pixels along each axis: (indices, 1, height, width).
// What is moved in is black.
Tensor batch_of(const Pictures& pictures, const std::vector<Index>& indices, Index shift, Rng& rng);

}  // namespace heed
