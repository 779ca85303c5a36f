// expect: the graph consists of the library's operations
#define swish right_swish
#include "tutorials/02-derivatives/exercise/solution.cpp"
#undef swish

namespace heed::exercise {

Variable swish(const Variable& x) { return x * sigmoid(x); }

}  // namespace heed::exercise
