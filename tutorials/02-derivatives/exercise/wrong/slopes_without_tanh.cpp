// expect: the slope of tanh is missing
#define slopes right_slopes
#include "tutorials/02-derivatives/exercise/solution.cpp"
#undef slopes

namespace heed::exercise {

Tensor slopes(double w, double x, double b, double t) {
  const double dz = 2 * (std::tanh(w * x + b) - t);
  return tensor({dz * x, dz * w, dz});
}

}  // namespace heed::exercise
