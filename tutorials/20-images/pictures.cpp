#include "tutorials/20-images/pictures.h"

#include "tensor/creation.h"
#include "tensor/files/idx.h"
#include "tensor/ground/error.h"
#include "tutorials/strokes.h"

#include <algorithm>
#include <cmath>

namespace heed {
namespace {

// [strokes]
// Each class as strokes in a square from -1 to 1, with y downwards.
std::vector<Stroke> strokes_of(Token c) {
  switch (c) {
    case 0:
      return {arc({0, 0}, 0.6, 1, 0, 1)};
    case 1:
      return {{{-0.4, -0.6}, {0.1, -1}, {0.1, 1}}};
    case 2:
      return {arc({0, -0.5}, 0.6, 0.5, 0.5, 1.1), {{0.5, -0.2}, {-0.6, 1}, {0.6, 1}}};
    case 3:
      return {arc({0, -0.5}, 0.5, 0.5, 0.55, 1.25), arc({0, 0.5}, 0.6, 0.5, 0.75, 1.45)};
    case 4:
      return {{{0.3, 1}, {0.3, -1}, {-0.6, 0.4}, {0.6, 0.4}}};
    case 5:
      return {{{0.5, -1}, {-0.5, -1}, {-0.5, -0.1}}, arc({0, 0.4}, 0.6, 0.6, 0.65, 1.4)};
    case 6:
      return {arc({0, 0.45}, 0.55, 0.55, 0, 1), {{-0.53, 0.35}, {-0.3, -0.5}, {0.3, -1}}};
    case 7:
      return {{{-0.6, -1}, {0.6, -1}, {-0.1, 1}}};
    case 8:
      return {arc({0, -0.5}, 0.45, 0.5, 0, 1), arc({0, 0.5}, 0.6, 0.5, 0, 1)};
    case 9:
      return {arc({0, -0.45}, 0.55, 0.55, 0, 1), {{0.53, -0.35}, {0.4, 0.5}, {0.1, 1}}};
    case 10:
      return {arc({0, 0}, 0.9, 0.9, 0, 1)};
    case 11:
      return {{{-0.8, -0.8}, {0.8, -0.8}, {0.8, 0.8}, {-0.8, 0.8}, {-0.8, -0.8}}};
    case 12:
      return {{{0, -0.9}, {0.9, 0.8}, {-0.9, 0.8}, {0, -0.9}}};
    default:
      return {{{0, -0.9}, {0, 0.9}}, {{-0.9, 0}, {0.9, 0}}};
  }
}
// [/strokes]

void paint(Scalar* pixels, const Stroke& stroke, double thickness) {
  heed::paint(pixels, drawn_size, stroke, thickness);
}

// [draw]
void draw(Scalar* pixels, Scalar* ink, Token c, Rng& rng) {
  const double size = rng.uniform(4, 6), squeeze = rng.uniform(0.8, 1.1), slant = rng.uniform(-0.25, 0.25);
  const double turn = rng.uniform(-0.2, 0.2), thickness = rng.uniform(1, 2);
  const Point centre{rng.uniform(8, 12), rng.uniform(8, 12)};
  for (Stroke& stroke : strokes_of(c)) {
    for (Point& p : stroke) {
      const double x = (p.x - slant * p.y) * squeeze + 0.05 * rng.normal(), y = p.y + 0.05 * rng.normal();
      p = {centre.x + size * (x * std::cos(turn) - y * std::sin(turn)),
           centre.y + size * (x * std::sin(turn) + y * std::cos(turn))};
    }
    paint(pixels, stroke, thickness);
  }
  std::copy_n(pixels, drawn_size * drawn_size, ink);
  for (int stray = 0; stray < 2; ++stray) {  // two short strokes that mean nothing
    const Point from{rng.uniform(0, 20), rng.uniform(0, 20)};
    paint(pixels, {from, {from.x + rng.uniform(-3, 3), from.y + rng.uniform(-3, 3)}}, 1);
  }
  for (Index i = 0; i < drawn_size * drawn_size; ++i) {
    const double noisy = static_cast<double>(pixels[i]) + 0.1 * rng.normal();
    pixels[i] = static_cast<Scalar>(std::clamp(noisy, 0.0, 1.0));
  }
}
// [/draw]

}  // namespace

const std::vector<std::string>& drawn_classes() {
  static const std::vector<std::string> names{"0", "1", "2", "3",      "4",      "5",        "6",
                                              "7", "8", "9", "circle", "square", "triangle", "cross"};
  return names;
}

Pictures draw_pictures(Index count, Rng& rng) {
  const Shape shape{count, 1, drawn_size, drawn_size};
  Pictures pictures{zeros(shape), {}, zeros(shape)};
  Scalar* const pixels = pictures.pixels.mutable_data();
  Scalar* const ink = pictures.ink.mutable_data();
  for (Index i = 0; i < count; ++i) {
    const auto c = static_cast<Token>(rng.integer(static_cast<Index>(drawn_classes().size())));
    pictures.classes.push_back(c);
    draw(pixels + i * drawn_size * drawn_size, ink + i * drawn_size * drawn_size, c, rng);
  }
  return pictures;
}

Pictures read_pictures(const std::string& images, const std::string& labels) {
  const IdxBytes grey = load_idx(images), classes = load_idx(labels);
  if (grey.sizes.size() != 3)
    fail("lesson 20: '", images, "' has ", grey.sizes.size(), " axes, not 3: count, height and width");
  if (classes.sizes.size() != 1)
    fail("lesson 20: '", labels, "' has ", classes.sizes.size(), " axes, not 1: count");
  if (grey.sizes[0] != classes.sizes[0] || grey.values.empty()) {
    fail("lesson 20: '", images, "' has ", grey.sizes[0], " pictures, and '", labels, "' has ",
         classes.sizes[0], " labels; the two must be equal and above 0");
  }
  Pictures pictures{empty({grey.sizes[0], 1, grey.sizes[1], grey.sizes[2]}), {}, {}};
  Scalar* to = pictures.pixels.mutable_data();
  for (const unsigned char value : grey.values) *to++ = static_cast<Scalar>(value / 255.0);
  for (const unsigned char value : classes.values) {
    if (value > 9) fail("lesson 20: '", labels, "' has the label ", Index(value), "; labels are 0 to 9");
    pictures.classes.push_back(value);
  }
  return pictures;
}

// [batch]
Tensor batch_of(const Pictures& pictures, const std::vector<Index>& indices, Index shift, Rng& rng) {
  const Index height = pictures.pixels.size(2), width = pictures.pixels.size(3);
  Tensor batch = zeros({static_cast<Index>(indices.size()), 1, height, width});
  Scalar* to = batch.mutable_data();
  for (const Index index : indices) {
    const Scalar* const from = pictures.pixels.data() + index * height * width;
    const Index down = shift > 0 ? rng.integer(2 * shift + 1) - shift : 0;
    const Index right = shift > 0 ? rng.integer(2 * shift + 1) - shift : 0;
    for (Index y = std::max<Index>(down, 0); y < std::min(height, height + down); ++y) {
      for (Index x = std::max<Index>(right, 0); x < std::min(width, width + right); ++x)
        to[y * width + x] = from[(y - down) * width + x - right];
    }
    to += height * width;
  }
  return batch;
}
// [/batch]

}  // namespace heed
