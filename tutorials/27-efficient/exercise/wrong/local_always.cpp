// expect: keys at or before it
#define local_keys right_local_keys
#include "tutorials/27-efficient/exercise/solution.cpp"
#undef local_keys

namespace heed::exercise {

Index local_keys(Index i, Index window) { return window + 0 * i; }

}  // namespace heed::exercise
