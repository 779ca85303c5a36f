// expect: the class token is missing
#define predicted_weights right_predicted_weights
#include "tutorials/20-images/exercise/solution.cpp"
#undef predicted_weights

namespace heed::exercise {

double predicted_weights() { return 49 * 49; }

}  // namespace heed::exercise
