// Our solution of the exercise of lesson 14. There are others.
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tutorials/14-transformer/exercise/exercise.h"

#include <cmath>

namespace heed::exercise {

Tensor positions(Index length, Index size) {
  Tensor result = zeros({length, size});
  for (Index p = 0; p < length; ++p) {
    for (Index c = 0; c < size; c += 2) {
      const double angle =
          static_cast<double>(p) / std::pow(10000, static_cast<double>(c) / static_cast<double>(size));
      result.at(p, c) = static_cast<Scalar>(std::sin(angle));
      result.at(p, c + 1) = static_cast<Scalar>(std::cos(angle));
    }
  }
  return result;
}

Tensor causal_mask(Index time) {
  Tensor mask = zeros({time, time});
  for (Index row = 0; row < time; ++row) {
    for (Index column = 0; column <= row; ++column) mask.at(row, column) = 1;
  }
  return mask;
}

Tensor layer_norm(const Tensor& x, const Tensor& gain, const Tensor& shift, double epsilon) {
  const Tensor centred = x - mean(x, -1, keep_axis);
  const Tensor variance = mean(centred * centred, -1, keep_axis);
  return centred / sqrt(variance + epsilon) * gain + shift;
}

// Four projections of 64 x 64 with biases, matrices of 64 x 128 and 128 x 64 with biases, and two
// norms with gain and shift. The heads divide the projections among themselves, so their number
// does not matter.
double predicted_parameters() {
  return 4 * (64 * 64 + 64) + (64 * 128 + 128) + (128 * 64 + 64) + 2 * (64 + 64);
}

}  // namespace heed::exercise
