// expect: your assignment is the most expensive one
#define cheapest right_cheapest
#include "tutorials/21-detection/exercise/solution.cpp"
#undef cheapest

namespace heed::exercise {

std::vector<Index> cheapest(const Tensor& costs) {
  Tensor negative = costs.clone();
  for (Index r = 0; r < costs.size(0); ++r)
    for (Index c = 0; c < costs.size(1); ++c) negative.at(r, c) = -costs(r, c);
  return right_cheapest(negative);
}

}  // namespace heed::exercise
