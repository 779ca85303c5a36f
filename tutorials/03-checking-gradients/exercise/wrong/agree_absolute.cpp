// expect: let the allowed difference grow with the derivatives
#define agree right_agree
#include "tutorials/03-checking-gradients/exercise/solution.cpp"
#undef agree

namespace heed::exercise {

bool agree(double rule, double measured, double tolerance) {
  return std::isfinite(rule) && std::isfinite(measured) && std::abs(rule - measured) <= tolerance;
}

}  // namespace heed::exercise
