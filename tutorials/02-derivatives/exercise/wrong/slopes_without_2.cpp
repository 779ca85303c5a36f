// expect: the factor 2 is missing
#define slopes right_slopes
#include "tutorials/02-derivatives/exercise/solution.cpp"
#undef slopes

namespace heed::exercise {

Tensor slopes(double w, double x, double b, double t) {
  const double y = std::tanh(w * x + b), dz = (y - t) * (1 - y * y);
  return tensor({dz * x, dz * w, dz});
}

}  // namespace heed::exercise
