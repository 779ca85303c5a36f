// expect: dL/dw and dL/dx are swapped
#define slopes right_slopes
#include "tutorials/02-derivatives/exercise/solution.cpp"
#undef slopes

namespace heed::exercise {

Tensor slopes(double w, double x, double b, double t) {
  const double y = std::tanh(w * x + b), dz = 2 * (y - t) * (1 - y * y);
  return tensor({dz * w, dz * x, dz});
}

}  // namespace heed::exercise
