// expect: differences of opposite signs cancel: square first
#define distances right_distances
#include "tutorials/01-tensors/exercise/solution.cpp"
#undef distances

namespace heed::exercise {

Tensor distances(const Tensor& a, const Tensor& b) {
  const Tensor total = sum(unsqueeze(a, 1) - unsqueeze(b, 0), 2);
  return sqrt(total * total);
}

}  // namespace heed::exercise
