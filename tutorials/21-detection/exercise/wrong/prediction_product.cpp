// expect: that multiplies objects by slots
#define predicted_assignments right_predicted_assignments
#include "tutorials/21-detection/exercise/solution.cpp"
#undef predicted_assignments

namespace heed::exercise {

double predicted_assignments() { return 3 * 5; }

}  // namespace heed::exercise
