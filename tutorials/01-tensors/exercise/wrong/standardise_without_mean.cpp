// expect: the variance is 1, but the mean is not subtracted
#define standardise_rows right_standardise_rows
#include "tutorials/01-tensors/exercise/solution.cpp"
#undef standardise_rows

namespace heed::exercise {

Tensor standardise_rows(const Tensor& x) { return x / sqrt(var(x, 1, keep_axis)); }

}  // namespace heed::exercise
