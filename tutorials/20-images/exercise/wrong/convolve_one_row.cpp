// expect: entry (y, x) is the sum of kernel(i, j) picture(y + i, x + j)
#define convolve right_convolve
#include "tutorials/20-images/exercise/solution.cpp"
#undef convolve

namespace heed::exercise {

// Without the last row of the kernel.
Tensor convolve(const Tensor& picture, const Tensor& kernel) {
  Tensor result = zeros({picture.size(0) - kernel.size(0) + 1, picture.size(1) - kernel.size(1) + 1});
  for (Index y = 0; y < result.size(0); ++y)
    for (Index x = 0; x < result.size(1); ++x)
      for (Index i = 0; i < kernel.size(0) - 1; ++i)
        for (Index j = 0; j < kernel.size(1); ++j) result.at(y, x) += kernel(i, j) * picture(y + i, x + j);
  return result;
}

}  // namespace heed::exercise
