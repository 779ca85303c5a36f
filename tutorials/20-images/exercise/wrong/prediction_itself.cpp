// expect: each vector attends to itself, too
#define predicted_weights right_predicted_weights
#include "tutorials/20-images/exercise/solution.cpp"
#undef predicted_weights

namespace heed::exercise {

double predicted_weights() { return 50 * 49; }

}  // namespace heed::exercise
