// Pictures from strokes, for the lessons that draw their pictures: lines through points, painted white on black.
#pragma once

#include "tensor/ground/scalar.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace heed {

struct Point {
  double x, y;
};
using Stroke = std::vector<Point>;

// Part of an ellipse with the given centre and radii, from one angle to another, in turns, clockwise from the right.
inline Stroke arc(Point centre, double rx, double ry, double from, double to) {
  Stroke stroke;
  for (int i = 0; i <= 16; ++i) {
    const double angle = 2 * M_PI * (from + (to - from) * i / 16);
    stroke.push_back({centre.x + rx * std::cos(angle), centre.y + ry * std::sin(angle)});
  }
  return stroke;
}

// From a point to the line between two others.
inline double distance(Point p, Point a, Point b) {
  const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
  const double t = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0;
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

// Adds a stroke to a picture of size x size pixels: white within half the thickness, and soft edges one pixel wide.
inline void paint(Scalar* pixels, Index size, const Stroke& stroke, double thickness) {
  for (Index y = 0; y < size; ++y) {
    for (Index x = 0; x < size; ++x) {
      double nearest = 1e9;
      for (std::size_t i = 1; i < stroke.size(); ++i) {
        const Point centre{static_cast<double>(x) + 0.5, static_cast<double>(y) + 0.5};
        nearest = std::min(nearest, distance(centre, stroke[i - 1], stroke[i]));
      }
      Scalar& pixel = pixels[y * size + x];
      pixel = std::max(pixel, static_cast<Scalar>(std::clamp(thickness / 2 + 0.5 - nearest, 0.0, 1.0)));
    }
  }
}

}  // namespace heed
