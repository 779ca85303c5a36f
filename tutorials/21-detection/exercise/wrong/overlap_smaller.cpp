// expect: you divide by the smaller area
#define overlap right_overlap
#include "tutorials/21-detection/exercise/solution.cpp"
#undef overlap

namespace heed::exercise {

double overlap(const Box& a, const Box& b) {
  const double width = std::max(0.0, std::min(a.right, b.right) - std::max(a.left, b.left));
  const double height = std::max(0.0, std::min(a.bottom, b.bottom) - std::max(a.top, b.top));
  const double both = width * height;
  return both / std::min(area(a), area(b));
}

}  // namespace heed::exercise
