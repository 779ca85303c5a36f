// expect: your kernel is mirrored
#define convolve right_convolve
#include "tutorials/20-images/exercise/solution.cpp"
#undef convolve

namespace heed::exercise {

Tensor convolve(const Tensor& picture, const Tensor& kernel) {
  Tensor mirrored = kernel.clone();
  for (Index i = 0; i < kernel.size(0); ++i)
    for (Index j = 0; j < kernel.size(1); ++j)
      mirrored.at(i, j) = kernel(kernel.size(0) - 1 - i, kernel.size(1) - 1 - j);
  return right_convolve(picture, mirrored);
}

}  // namespace heed::exercise
