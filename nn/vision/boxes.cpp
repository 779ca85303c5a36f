#include "nn/vision/boxes.h"

#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>

namespace heed {
namespace {

void check(const char* operation, const Box& box) {
  const bool finite = std::isfinite(box.left) && std::isfinite(box.top) && std::isfinite(box.right) &&
                      std::isfinite(box.bottom);
  if (!finite || box.right < box.left || box.bottom < box.top) {
    fail(operation, ": the box from (", box.left, ", ", box.top, ") to (", box.right, ", ", box.bottom,
         ") has a wrong side; left <= right and top <= bottom are needed");
  }
}

double size_of(const Box& box) { return (box.right - box.left) * (box.bottom - box.top); }

}  // namespace

Box box_around(double x, double y, double width, double height) {
  if (!(width >= 0 && height >= 0))
    fail("box_around: the width ", width, " and the height ", height, " must be at least 0");
  return {x - width / 2, y - height / 2, x + width / 2, y + height / 2};
}

CentredBox centred(const Box& box) {
  check("centred", box);
  return {(box.left + box.right) / 2, (box.top + box.bottom) / 2, box.right - box.left, box.bottom - box.top};
}

double area(const Box& box) {
  check("area", box);
  return size_of(box);
}

double intersection_over_union(const Box& a, const Box& b) {
  check("intersection_over_union", a);
  check("intersection_over_union", b);
  const double width = std::min(a.right, b.right) - std::max(a.left, b.left);
  const double height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const double both = width * height;
  return both / (size_of(a) + size_of(b) - both);
}

Box box_of_map(const Tensor& map, double share) {
  if (map.rank() != 2) fail("box_of_map: the map must be a matrix, not ", map.shape());
  if (!(share > 0 && share <= 1)) fail("box_of_map: the share must be above 0 and at most 1, not ", share);
  const std::vector<double> values = map.to_doubles();
  const double largest = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
  if (!(largest > 0 && std::isfinite(largest)))
    fail("box_of_map: the largest value must be finite and above 0, not ", largest);
  const Index rows = map.size(0), columns = map.size(1);
  Index left = columns, top = rows, right = 0, bottom = 0;
  for (Index r = 0; r < rows; ++r) {
    for (Index c = 0; c < columns; ++c) {
      if (values[static_cast<std::size_t>(r * columns + c)] < share * largest) continue;
      left = std::min(left, c);
      right = std::max(right, c + 1);
      top = std::min(top, r);
      bottom = std::max(bottom, r + 1);
    }
  }
  return {static_cast<double>(left), static_cast<double>(top), static_cast<double>(right),
          static_cast<double>(bottom)};
}

}  // namespace heed
