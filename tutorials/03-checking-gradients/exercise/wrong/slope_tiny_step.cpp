// expect: is too small at x = 1:
#define central_slope right_central_slope
#include "tutorials/03-checking-gradients/exercise/solution.cpp"
#undef central_slope

namespace heed::exercise {

double central_slope(const std::function<double(double)>& f, double x) {
  const double h = 1e-12;
  return (f(x + h) - f(x - h)) / (2 * h);
}

}  // namespace heed::exercise
