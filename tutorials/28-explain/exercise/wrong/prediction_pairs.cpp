// expect: the tau of two rankings
#define predicted_tau right_predicted_tau
#include "tutorials/28-explain/exercise/solution.cpp"
#undef predicted_tau

namespace heed::exercise {

double predicted_tau() { return 1 - 3 / 45.0; }

}  // namespace heed::exercise
