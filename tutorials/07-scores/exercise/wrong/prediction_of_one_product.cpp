// expect: the standard deviation of the scaled scores
#define predicted_deviation right_predicted_deviation
#include "tutorials/07-scores/exercise/solution.cpp"
#undef predicted_deviation

namespace heed::exercise {

double predicted_deviation() { return 2; }

}  // namespace heed::exercise
