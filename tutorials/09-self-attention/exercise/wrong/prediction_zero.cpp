// expect: the loss on 16 random digits
#define predicted_loss right_predicted_loss
#include "tutorials/09-self-attention/exercise/solution.cpp"
#undef predicted_loss

namespace heed::exercise {

double predicted_loss() { return 0; }

}  // namespace heed::exercise
