// expect: each is relative to the largest score of its own tile
#define merge right_merge
#include "tutorials/27-efficient/exercise/solution.cpp"
#undef merge

namespace heed::exercise {

Partial merge(const Partial& a, const Partial& b) {
  const double largest = std::max(a.largest, b.largest);
  const double of_a = std::exp(a.largest - largest), of_b = std::exp(b.largest - largest);
  return {largest, a.sum + b.sum, a.output * of_a + b.output * of_b};
}

}  // namespace heed::exercise
