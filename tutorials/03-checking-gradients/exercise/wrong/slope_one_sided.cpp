// expect: you look at one side of x only
#define central_slope right_central_slope
#include "tutorials/03-checking-gradients/exercise/solution.cpp"
#undef central_slope

namespace heed::exercise {

double central_slope(const std::function<double(double)>& f, double x) {
  const double h = 1e-8 * std::max(1.0, std::abs(x));
  return (f(x + h) - f(x)) / h;
}

}  // namespace heed::exercise
