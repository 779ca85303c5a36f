// expect: this is the weight of the low state
#define weight_of_high right_weight_of_high
#include "tutorials/28-explain/exercise/solution.cpp"
#undef weight_of_high

namespace heed::exercise {

double weight_of_high(double low, double high, double wanted) { return (high - wanted) / (high - low); }

}  // namespace heed::exercise
