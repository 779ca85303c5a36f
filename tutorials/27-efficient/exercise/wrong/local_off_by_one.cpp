// expect: attends to
#define local_keys right_local_keys
#include "tutorials/27-efficient/exercise/solution.cpp"
#undef local_keys

namespace heed::exercise {

Index local_keys(Index i, Index window) { return std::min(i + 1, window + 1); }

}  // namespace heed::exercise
