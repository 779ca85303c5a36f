// expect: multiply by e^(its largest - the new largest)
#define merge right_merge
#include "tutorials/27-efficient/exercise/solution.cpp"
#undef merge

namespace heed::exercise {

Partial merge(const Partial& a, const Partial& b) {
  const double largest = std::max(a.largest, b.largest);
  const double of_a = std::exp(largest - a.largest), of_b = std::exp(largest - b.largest);
  return {largest, a.sum * of_a + b.sum * of_b, a.output * of_a + b.output * of_b};
}

}  // namespace heed::exercise
