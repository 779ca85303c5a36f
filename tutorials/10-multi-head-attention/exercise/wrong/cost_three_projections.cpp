// expect: there are four projections
#define multiply_adds right_multiply_adds
#include "tutorials/10-multi-head-attention/exercise/solution.cpp"
#undef multiply_adds

namespace heed::exercise {

double multiply_adds(Index n, Index d, Index heads) {
  return static_cast<double>(3 * n * d * d + 2 * n * n * d);
}

}  // namespace heed::exercise
