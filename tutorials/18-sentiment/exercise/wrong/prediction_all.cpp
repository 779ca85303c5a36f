// expect: the share of the best model with a mean
#define predicted_mean right_predicted_mean
#include "tutorials/18-sentiment/exercise/solution.cpp"
#undef predicted_mean

namespace heed::exercise {

double predicted_mean() { return 1; }

}  // namespace heed::exercise
