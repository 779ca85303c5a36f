// expect: both are kept
#define cache_bytes right_cache_bytes
#include "tutorials/29-costs/exercise/solution.cpp"
#undef cache_bytes

namespace heed::exercise {

Index cache_bytes(Index layers, Index d, Index n) { return layers * n * d * 4; }

}  // namespace heed::exercise
