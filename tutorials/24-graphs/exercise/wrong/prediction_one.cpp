// expect: that is the return of the fifth step
#define predicted_return right_predicted_return
#include "tutorials/24-graphs/exercise/solution.cpp"
#undef predicted_return

namespace heed::exercise {

double predicted_return() { return 1; }

}  // namespace heed::exercise
