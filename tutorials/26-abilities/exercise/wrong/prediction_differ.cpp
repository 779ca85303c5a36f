// expect: then half of the answers is right
#define predicted_share right_predicted_share
#include "tutorials/26-abilities/exercise/solution.cpp"
#undef predicted_share

namespace heed::exercise {

double predicted_share() { return 0.625; }

}  // namespace heed::exercise
