// expect: not percent
#define predicted_share right_predicted_share
#include "tutorials/26-abilities/exercise/solution.cpp"
#undef predicted_share

namespace heed::exercise {

double predicted_share() { return 56.25; }

}  // namespace heed::exercise
