// expect: the gradient of a by walk_immediately()
#define predicted_gradient right_predicted_gradient
#include "tutorials/02-derivatives/exercise/solution.cpp"
#undef predicted_gradient

namespace heed::exercise {

double predicted_gradient() { return 32; }

}  // namespace heed::exercise
