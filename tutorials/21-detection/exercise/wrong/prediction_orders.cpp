// expect: that counts the orders of all five slots
#define predicted_assignments right_predicted_assignments
#include "tutorials/21-detection/exercise/solution.cpp"
#undef predicted_assignments

namespace heed::exercise {

double predicted_assignments() { return 5 * 4 * 3 * 2; }

}  // namespace heed::exercise
