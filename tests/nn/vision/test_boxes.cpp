#include "nn/vision/boxes.h"
#include "tensor/creation.h"
#include "tests/catch.h"

#include <algorithm>

using namespace heed;

namespace {

// The oracle: counts the unit squares that are in both boxes, and in at least one.
double counted(const Box& a, const Box& b) {
  const auto has = [](const Box& box, double x, double y) {
    return box.left <= x && x < box.right && box.top <= y && y < box.bottom;
  };
  double both = 0, either = 0;
  for (double x = 0; x < 12; ++x) {
    for (double y = 0; y < 12; ++y) {
      both += has(a, x, y) && has(b, x, y);
      either += has(a, x, y) || has(b, x, y);
    }
  }
  return either > 0 ? both / either : 0;
}

Box random_box(Rng& rng) {
  const auto [left, right] = std::minmax({rng.integer(13), rng.integer(13)});
  const auto [top, bottom] = std::minmax({rng.integer(13), rng.integer(13)});
  return {static_cast<double>(left), static_cast<double>(top), static_cast<double>(right),
          static_cast<double>(bottom)};
}

}  // namespace

TEST_CASE("intersection over union on paper", "[boxes]") {
  CHECK(intersection_over_union({0, 0, 4, 4}, {2, 2, 6, 6}) == 4.0 / 28);
  CHECK(intersection_over_union({0, 0, 4, 4}, {0, 0, 4, 4}) == 1);
  CHECK(intersection_over_union({0, 0, 4, 4}, {4, 0, 8, 4}) == 0);
  CHECK(intersection_over_union({0, 0, 4, 4}, {5, 5, 8, 8}) == 0);
  CHECK(intersection_over_union({1, 1, 1, 1}, {1, 1, 1, 1}) == 0);
  CHECK(intersection_over_union({0, 0, 4, 4}, {1, 1, 2, 3}) == 2.0 / 16);
}

TEST_CASE("intersection over union is that of counted squares", "[boxes]") {
  Rng rng(1);
  for (int round = 0; round < 200; ++round) {
    const Box a = random_box(rng), b = random_box(rng);
    CHECK(std::abs(intersection_over_union(a, b) - counted(a, b)) < 1e-12);
    CHECK(intersection_over_union(a, b) == intersection_over_union(b, a));
  }
}

TEST_CASE("a box from its centre and back", "[boxes]") {
  const Box box = box_around(5, 4, 6, 2);
  CHECK(box == Box{2, 3, 8, 5});
  CHECK(area(box) == 12);
  const CentredBox back = centred(box);
  CHECK(back.x == 5);
  CHECK(back.y == 4);
  CHECK(back.width == 6);
  CHECK(back.height == 2);
}

TEST_CASE("the box of a map has all cells above a share of the maximum", "[boxes]") {
  const Tensor map = tensor({{0, 0.1, 0, 0, 0}, {0, 0.5, 0.2, 0, 0}, {0, 0, 0, 0.25, 0}});
  CHECK(box_of_map(map, 0.6) == Box{1, 1, 2, 2});
  CHECK(box_of_map(map, 0.5) == Box{1, 1, 4, 3});
  CHECK(box_of_map(map, 0.2) == Box{1, 0, 4, 3});
  CHECK(box_of_map(map, 1) == Box{1, 1, 2, 2});
}
