// Our solution of the exercise of lesson 20. There are others.
#include "tensor/creation.h"
#include "tutorials/20-images/exercise/exercise.h"

namespace heed::exercise {

Tensor convolve(const Tensor& picture, const Tensor& kernel) {
  Tensor result = zeros({picture.size(0) - kernel.size(0) + 1, picture.size(1) - kernel.size(1) + 1});
  for (Index y = 0; y < result.size(0); ++y)
    for (Index x = 0; x < result.size(1); ++x)
      for (Index i = 0; i < kernel.size(0); ++i)
        for (Index j = 0; j < kernel.size(1); ++j) result.at(y, x) += kernel(i, j) * picture(y + i, x + j);
  return result;
}

Tensor cut(const Tensor& picture, Index size) {
  const Index across = picture.size(1) / size;
  Tensor squares = zeros({picture.size(0) / size * across, size * size});
  for (Index y = 0; y < picture.size(0); ++y)
    for (Index x = 0; x < picture.size(1); ++x)
      squares.at(y / size * across + x / size, y % size * size + x % size) = picture(y, x);
  return squares;
}

double predicted_weights() { return 50 * 50; }

}  // namespace heed::exercise
