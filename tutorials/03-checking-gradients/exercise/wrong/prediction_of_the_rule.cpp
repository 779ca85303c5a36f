// expect: you predicted 1;
#define predicted_slope right_predicted_slope
#include "tutorials/03-checking-gradients/exercise/solution.cpp"
#undef predicted_slope

namespace heed::exercise {

double predicted_slope() { return 1; }

}  // namespace heed::exercise
