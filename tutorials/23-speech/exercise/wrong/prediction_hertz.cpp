// expect: the largest line of a wave
#define predicted_line right_predicted_line
#include "tutorials/23-speech/exercise/solution.cpp"
#undef predicted_line

namespace heed::exercise {

Index predicted_line() { return 125; }

}  // namespace heed::exercise
