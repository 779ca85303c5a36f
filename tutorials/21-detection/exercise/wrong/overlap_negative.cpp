// expect: boxes that are apart along both axes must have 0
#define overlap right_overlap
#include "tutorials/21-detection/exercise/solution.cpp"
#undef overlap

namespace heed::exercise {

double overlap(const Box& a, const Box& b) {
  const double width = std::min(a.right, b.right) - std::max(a.left, b.left);
  const double height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  const double both = std::max(0.0, width * height);
  return both / (area(a) + area(b) - both);
}

}  // namespace heed::exercise
