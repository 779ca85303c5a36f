// expect: nothing was recorded
#define swish right_swish
#include "tutorials/02-derivatives/exercise/solution.cpp"
#undef swish

namespace heed::exercise {

Variable swish(const Variable& x) { return x.value() * sigmoid(x.value()); }

}  // namespace heed::exercise
