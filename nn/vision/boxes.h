// Boxes around objects in a picture, and how well two boxes agree. A box has four sides, in any unit (pixels, or shares of
// the picture) with y downwards.
#pragma once

#include "tensor/tensor.h"

namespace heed {

struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
  bool operator==(const Box&) const = default;
};

// The box with this centre, width and height, and back: the form in which networks predict boxes. Throws if width or
// height is negative.
Box box_around(double x, double y, double width, double height);
struct CentredBox {
  double x, y, width, height;
};
CentredBox centred(const Box& box);

// Width times height. This and all functions below throw if a side is not finite, or if right < left or bottom < top.
double area(const Box& box);

// Intersection over union (the Jaccard index): the area that both boxes cover, divided by the area that at least one of
// them covers. 1 for equal boxes, 0 for boxes that do not overlap; 0 if both areas are 0.
double intersection_over_union(const Box& a, const Box& b);

// The smallest box with all cells of a map (rows, columns) whose value is at least `share` of the largest value. The unit
// is one cell: cell (0, 0) is the box from (0, 0) to (1, 1). Throws unless the map is a matrix with a largest value above
// 0, and 0 < share <= 1.
Box box_of_map(const Tensor& map, double share);

}  // namespace heed
