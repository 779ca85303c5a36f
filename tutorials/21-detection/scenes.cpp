#include "tutorials/21-detection/scenes.h"

#include "tensor/creation.h"
#include "tutorials/strokes.h"

#include <algorithm>
#include <cmath>

namespace heed {
namespace {

std::vector<Stroke> strokes_of(Token shape) {
  switch (shape) {
    case 0:
      return {arc({0, 0}, 0.9, 0.9, 0, 1)};
    case 1:
      return {{{-0.8, -0.8}, {0.8, -0.8}, {0.8, 0.8}, {-0.8, 0.8}, {-0.8, -0.8}}};
    case 2:
      return {{{0, -0.9}, {0.9, 0.8}, {-0.9, 0.8}, {0, -0.9}}};
    default:
      return {{{0, -0.9}, {0, 0.9}}, {{-0.9, 0}, {0.9, 0}}};
  }
}

// The smallest box with all pixels that are more white than black.
Box box_of_ink(const std::vector<Scalar>& ink) {
  Box box{scene_size, scene_size, 0, 0};
  for (Index y = 0; y < scene_size; ++y) {
    for (Index x = 0; x < scene_size; ++x) {
      if (ink[static_cast<std::size_t>(y * scene_size + x)] < 0.5) continue;
      box.left = std::min(box.left, static_cast<double>(x));
      box.right = std::max(box.right, static_cast<double>(x + 1));
      box.top = std::min(box.top, static_cast<double>(y));
      box.bottom = std::max(box.bottom, static_cast<double>(y + 1));
    }
  }
  return box;
}

// [draw]
// Draws one shape of random size, place, turn, width and thickness, whole within the picture.
Object draw_shape(std::vector<Scalar>& ink, Rng& rng) {
  const auto shape = static_cast<Token>(rng.integer(shape_count));
  const double size = rng.uniform(4, 7), turn = rng.uniform(-0.3, 0.3), wide = rng.uniform(0.7, 1);
  const double thickness = rng.uniform(1.2, 2);
  const Point centre{rng.uniform(8, scene_size - 8), rng.uniform(8, scene_size - 8)};
  for (Stroke& stroke : strokes_of(shape)) {
    for (Point& p : stroke) {
      const double x = size * wide * p.x, y = size * p.y;
      p = {centre.x + x * std::cos(turn) - y * std::sin(turn),
           centre.y + x * std::sin(turn) + y * std::cos(turn)};
    }
    paint(ink.data(), scene_size, stroke, thickness);
  }
  return {shape, box_of_ink(ink)};
}

// Boxes of two objects share at most a tenth of what they cover together: a new shape that shares more is drawn anew.
std::vector<Object> draw_scene(Scalar* pixels, Index objects, Rng& rng) {
  std::vector<Object> drawn;
  while (static_cast<Index>(drawn.size()) < objects) {
    std::vector<Scalar> ink(scene_size * scene_size, 0);
    const Object next = draw_shape(ink, rng);
    if (std::any_of(drawn.begin(), drawn.end(),
                    [&](const Object& o) { return intersection_over_union(o.box, next.box) > 0.1; }))
      continue;
    drawn.push_back(next);
    for (std::size_t i = 0; i < ink.size(); ++i) pixels[i] = std::max(pixels[i], ink[i]);
  }
  for (int stray = 0; stray < 4; ++stray) {  // short strokes that belong to nothing
    const Point from{rng.uniform(0, scene_size), rng.uniform(0, scene_size)};
    paint(pixels, scene_size, {from, {from.x + rng.uniform(-4, 4), from.y + rng.uniform(-4, 4)}}, 1);
  }
  for (Index i = 0; i < scene_size * scene_size; ++i) {
    const double noisy = static_cast<double>(pixels[i]) + 0.1 * rng.normal();
    pixels[i] = static_cast<Scalar>(std::clamp(noisy, 0.0, 1.0));
  }
  return drawn;
}
// [/draw]

}  // namespace

const std::vector<std::string>& shape_names() {
  static const std::vector<std::string> names{"circle", "square", "triangle", "cross"};
  return names;
}

Scenes draw_scenes(Index count, Index most, Rng& rng) {
  Scenes scenes{zeros({count, 1, scene_size, scene_size}), {}};
  Scalar* const pixels = scenes.pixels.mutable_data();
  for (Index i = 0; i < count; ++i)
    scenes.objects.push_back(draw_scene(pixels + i * scene_size * scene_size, 1 + rng.integer(most), rng));
  return scenes;
}

Tensor pixels_of(const Scenes& scenes, const std::vector<Index>& indices) {
  constexpr Index entries = scene_size * scene_size;
  Tensor batch = empty({static_cast<Index>(indices.size()), 1, scene_size, scene_size});
  Scalar* to = batch.mutable_data();
  for (const Index index : indices) to = std::copy_n(scenes.pixels.data() + index * entries, entries, to);
  return batch;
}

}  // namespace heed
