// expect: your result is transposed
#define distances right_distances
#include "tutorials/01-tensors/exercise/solution.cpp"
#undef distances

namespace heed::exercise {

Tensor distances(const Tensor& a, const Tensor& b) { return transpose(right_distances(a, b)); }

}  // namespace heed::exercise
