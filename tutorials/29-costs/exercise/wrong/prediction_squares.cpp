// expect: the length at which attention costs
#define predicted_length right_predicted_length
#include "tutorials/29-costs/exercise/solution.cpp"
#undef predicted_length

namespace heed::exercise {

Index predicted_length() { return 128; }

}  // namespace heed::exercise
