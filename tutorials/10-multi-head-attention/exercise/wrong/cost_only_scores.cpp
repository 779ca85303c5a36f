// expect: you count one of them
#define multiply_adds right_multiply_adds
#include "tutorials/10-multi-head-attention/exercise/solution.cpp"
#undef multiply_adds

namespace heed::exercise {

double multiply_adds(Index n, Index d, Index heads) { return static_cast<double>(4 * n * d * d + n * n * d); }

}  // namespace heed::exercise
