// expect: 36 % belongs to six pairs
#define predicted_share right_predicted_share
#include "tutorials/26-abilities/exercise/solution.cpp"
#undef predicted_share

namespace heed::exercise {

double predicted_share() { return 0.36; }

}  // namespace heed::exercise
