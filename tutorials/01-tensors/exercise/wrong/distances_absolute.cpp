// expect: you sum the absolute differences
#define distances right_distances
#include "tutorials/01-tensors/exercise/solution.cpp"
#undef distances

namespace heed::exercise {

Tensor distances(const Tensor& a, const Tensor& b) { return sum(abs(unsqueeze(a, 1) - unsqueeze(b, 0)), 2); }

}  // namespace heed::exercise
