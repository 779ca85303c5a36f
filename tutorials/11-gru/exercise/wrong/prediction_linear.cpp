// expect: the share that is left
#define predicted_share right_predicted_share
#include "tutorials/11-gru/exercise/solution.cpp"
#undef predicted_share

namespace heed::exercise {

double predicted_share() { return 1 - 20 * 0.05; }

}  // namespace heed::exercise
