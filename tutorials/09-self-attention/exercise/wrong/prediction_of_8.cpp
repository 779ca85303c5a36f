// expect: the loss on 16 random digits
#define predicted_loss right_predicted_loss
#include "tutorials/09-self-attention/exercise/solution.cpp"
#undef predicted_loss

namespace heed::exercise {

double predicted_loss() { return std::log(10) / 8; }

}  // namespace heed::exercise
