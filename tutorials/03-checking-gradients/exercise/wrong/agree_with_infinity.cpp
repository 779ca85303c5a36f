// expect: an infinity agrees
#define agree right_agree
#include "tutorials/03-checking-gradients/exercise/solution.cpp"
#undef agree

namespace heed::exercise {

bool agree(double rule, double measured, double tolerance) {
  return std::abs(rule - measured) <= tolerance * std::max({1.0, std::abs(rule), std::abs(measured)});
}

}  // namespace heed::exercise
