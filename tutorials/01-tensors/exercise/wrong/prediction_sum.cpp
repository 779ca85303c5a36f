// expect: the loss that the broken code reports: you predicted 4
#define predicted_loss right_predicted_loss
#include "tutorials/01-tensors/exercise/solution.cpp"
#undef predicted_loss

namespace heed::exercise {

double predicted_loss() { return 12.0 / 3; }

}  // namespace heed::exercise
