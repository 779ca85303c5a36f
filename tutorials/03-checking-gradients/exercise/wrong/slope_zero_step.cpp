// expect: your step is 0 at x = 0
#define central_slope right_central_slope
#include "tutorials/03-checking-gradients/exercise/solution.cpp"
#undef central_slope

namespace heed::exercise {

double central_slope(const std::function<double(double)>& f, double x) {
  const double h = 6e-6 * std::abs(x);
  return (f(x + h) - f(x - h)) / (2 * h);
}

}  // namespace heed::exercise
