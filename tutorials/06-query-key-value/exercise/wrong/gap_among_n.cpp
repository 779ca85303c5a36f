// expect: your gap of
#define gap_for right_gap_for
#include "tutorials/06-query-key-value/exercise/solution.cpp"
#undef gap_for

namespace heed::exercise {

double gap_for(Index n, double share) { return std::log(share / (1 - share) * static_cast<double>(n)); }

}  // namespace heed::exercise
