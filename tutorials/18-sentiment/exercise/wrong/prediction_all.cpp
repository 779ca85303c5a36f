// expect: one answer for both is right in half of the reviews
#define predicted_mean right_predicted_mean
#include "tutorials/18-sentiment/exercise/solution.cpp"
#undef predicted_mean

namespace heed::exercise {

double predicted_mean() { return 1; }

}  // namespace heed::exercise
