// expect: the length from which on
#define predicted_length right_predicted_length
#include "tutorials/27-efficient/exercise/solution.cpp"
#undef predicted_length

namespace heed::exercise {

Index predicted_length() { return 100; }

}  // namespace heed::exercise
