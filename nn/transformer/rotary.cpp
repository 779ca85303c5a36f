#include "nn/transformer/rotary.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/shape_functions.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"

#include <cmath>

namespace heed {

// (x_1, x_2) becomes (x_1 cos - x_2 sin, x_1 sin + x_2 cos), where x_1 and x_2 are the two halves of the vector.
Variable rotary(const Variable& x, Index begin) {
  if (!x.defined()) fail("rotary: this tensor is undefined");
  if (x.rank() < 2 || x.size(-1) % 2 != 0)
    fail("rotary: x must be (..., time, an even size), not ", x.shape());
  if (begin < 0) fail("rotary: the first position must not be negative, but is ", begin);
  const Index time = x.size(-2), half = x.size(-1) / 2;
  Tensor cosines = zeros({time, half}), sines = zeros({time, half});
  for (Index p = 0; p < time; ++p) {
    for (Index i = 0; i < half; ++i) {
      const double angle = static_cast<double>(begin + p) *
                           std::pow(10000.0, -static_cast<double>(i) / static_cast<double>(half));
      cosines.at(p, i) = static_cast<Scalar>(std::cos(angle));
      sines.at(p, i) = static_cast<Scalar>(std::sin(angle));
    }
  }
  const Variable first = slice(x, -1, 0, half), second = slice(x, -1, half, 2 * half);
  return concatenate({first * cosines - second * sines, first * sines + second * cosines}, -1);
}

}  // namespace heed
