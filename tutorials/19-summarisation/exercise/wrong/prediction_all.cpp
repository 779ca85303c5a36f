// expect: The first step finds no coverage
#define predicted_loss right_predicted_loss
#include "tutorials/19-summarisation/exercise/solution.cpp"
#undef predicted_loss

namespace heed::exercise {

double predicted_loss() { return 4; }

}  // namespace heed::exercise
