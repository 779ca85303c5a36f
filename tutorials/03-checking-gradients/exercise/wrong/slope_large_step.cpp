// expect: the error of a central difference grows with the square of the step
#define central_slope right_central_slope
#include "tutorials/03-checking-gradients/exercise/solution.cpp"
#undef central_slope

namespace heed::exercise {

double central_slope(const std::function<double(double)>& f, double x) {
  const double h = 0.001;
  return (f(x + h) - f(x - h)) / (2 * h);
}

}  // namespace heed::exercise
