// expect: you have changed the sums, but not the outputs
#define merge right_merge
#include "tutorials/27-efficient/exercise/solution.cpp"
#undef merge

namespace heed::exercise {

Partial merge(const Partial& a, const Partial& b) {
  const double largest = std::max(a.largest, b.largest);
  const double of_a = std::exp(a.largest - largest), of_b = std::exp(b.largest - largest);
  return {largest, a.sum * of_a + b.sum * of_b, a.output + b.output};
}

}  // namespace heed::exercise
