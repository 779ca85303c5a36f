// expect: the loss of a fresh GPT
#define predicted_start right_predicted_start
#include "tutorials/17-gpt/exercise/solution.cpp"
#undef predicted_start

namespace heed::exercise {

double predicted_start() { return std::log2(1000); }

}  // namespace heed::exercise
