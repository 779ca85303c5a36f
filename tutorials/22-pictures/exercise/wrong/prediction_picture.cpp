// expect: that is what the whole picture costs
#define predicted_bits right_predicted_bits
#include "tutorials/22-pictures/exercise/solution.cpp"
#undef predicted_bits

namespace heed::exercise {

double predicted_bits() { return 25; }

}  // namespace heed::exercise
