// expect: two objects have the same slot
#define predicted_assignments right_predicted_assignments
#include "tutorials/21-detection/exercise/solution.cpp"
#undef predicted_assignments

namespace heed::exercise {

double predicted_assignments() { return 5 * 5 * 5; }

}  // namespace heed::exercise
