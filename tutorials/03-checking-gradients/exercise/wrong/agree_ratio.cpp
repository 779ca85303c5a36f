// expect: 0 and 1e-9 should agree
#define agree right_agree
#include "tutorials/03-checking-gradients/exercise/solution.cpp"
#undef agree

namespace heed::exercise {

bool agree(double rule, double measured, double tolerance) {
  return std::isfinite(rule) && std::isfinite(measured) &&
         std::abs(rule - measured) <= tolerance * std::max(std::abs(rule), std::abs(measured));
}

}  // namespace heed::exercise
