// expect: where y is the result of tanh, not its argument
#define slopes right_slopes
#include "tutorials/02-derivatives/exercise/solution.cpp"
#undef slopes

namespace heed::exercise {

Tensor slopes(double w, double x, double b, double t) {
  const double z = w * x + b, dz = 2 * (std::tanh(z) - t) * (1 - z * z);
  return tensor({dz * x, dz * w, dz});
}

}  // namespace heed::exercise
