// expect: that is the number of vectors
#define predicted_weights right_predicted_weights
#include "tutorials/20-images/exercise/solution.cpp"
#undef predicted_weights

namespace heed::exercise {

double predicted_weights() { return 50; }

}  // namespace heed::exercise
