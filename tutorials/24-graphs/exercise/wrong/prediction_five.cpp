// expect: one discount too many
#define predicted_return right_predicted_return
#include "tutorials/24-graphs/exercise/solution.cpp"
#undef predicted_return

namespace heed::exercise {

double predicted_return() { return 0.9 * 0.9 * 0.9 * 0.9 * 0.9; }

}  // namespace heed::exercise
