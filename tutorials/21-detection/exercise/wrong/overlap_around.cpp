// expect: you divide by the smallest box around both
#define overlap right_overlap
#include "tutorials/21-detection/exercise/solution.cpp"
#undef overlap

namespace heed::exercise {

double overlap(const Box& a, const Box& b) {
  const double width = std::max(0.0, std::min(a.right, b.right) - std::max(a.left, b.left));
  const double height = std::max(0.0, std::min(a.bottom, b.bottom) - std::max(a.top, b.top));
  return width * height / (std::max(a.right, b.right) - std::min(a.left, b.left)) /
         (std::max(a.bottom, b.bottom) - std::min(a.top, b.top));
}

}  // namespace heed::exercise
