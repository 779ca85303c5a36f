// expect: you multiply by the temperature
#define weights_at right_weights_at
#include "tutorials/08-soft-and-hard/exercise/solution.cpp"
#undef weights_at

namespace heed::exercise {

Tensor weights_at(const Tensor& scores, double temperature) { return softmax(scores * temperature); }

}  // namespace heed::exercise
