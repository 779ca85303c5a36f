// The pictures of lesson 21: shapes of known place among stray strokes and noise.
#pragma once

#include "nn/vision/boxes.h"
#include "tensor/random.h"
#include "tensor/token_matrix.h"

#include <string>
#include <vector>

namespace heed {

constexpr Index scene_size = 32;  // a picture has 32 x 32 pixels
constexpr Index shape_count = 4;
const std::vector<std::string>& shape_names();  // circle, square, triangle, cross

// [scenes]
struct Object {
  Token shape;  // 0 to 3
  Box box;      // in pixels: the smallest box with all its ink
};

struct Scenes {
  Tensor pixels;                             // (count, 1, 32, 32), from 0 (black) to 1 (white)
  std::vector<std::vector<Object>> objects;  // of each picture
  Index count() const { return static_cast<Index>(objects.size()); }
};
// [/scenes]

// `count` pictures with 1 to `most` objects each, all numbers equally likely.
Scenes draw_scenes(Index count, Index most, Rng& rng);

// The chosen pictures: (indices, 1, 32, 32).
Tensor pixels_of(const Scenes& scenes, const std::vector<Index>& indices);

}  // namespace heed
