// expect: each has 4 bytes
#define cache_bytes right_cache_bytes
#include "tutorials/29-costs/exercise/solution.cpp"
#undef cache_bytes

namespace heed::exercise {

Index cache_bytes(Index layers, Index d, Index n) { return 2 * layers * n * d; }

}  // namespace heed::exercise
