// expect: the alignment error of all links
#define predicted_error right_predicted_error
#include "tutorials/13-seeing-attention/exercise/solution.cpp"
#undef predicted_error

namespace heed::exercise {

double predicted_error() { return 0; }

}  // namespace heed::exercise
