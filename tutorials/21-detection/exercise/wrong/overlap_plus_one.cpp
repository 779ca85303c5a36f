// expect: you count one pixel too many
#define overlap right_overlap
#include "tutorials/21-detection/exercise/solution.cpp"
#undef overlap

namespace heed::exercise {

double overlap(const Box& a, const Box& b) {
  const double width = std::max(0.0, std::min(a.right, b.right) - std::max(a.left, b.left) + 1);
  const double height = std::max(0.0, std::min(a.bottom, b.bottom) - std::max(a.top, b.top) + 1);
  const double both = width * height;
  const double area_a = (a.right - a.left) * (a.bottom - a.top),
               area_b = (b.right - b.left) * (b.bottom - b.top);
  return both / (area_a + area_b - both);
}

}  // namespace heed::exercise
