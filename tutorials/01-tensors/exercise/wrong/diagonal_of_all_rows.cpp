// expect: it ends at the smaller of the two sizes
#define diagonal right_diagonal
#include "tutorials/01-tensors/exercise/solution.cpp"
#undef diagonal

namespace heed::exercise {

Tensor diagonal(const Tensor& x) {
  return x.window(x.storage_offset(), {x.size(0)}, {x.strides()[0] + x.strides()[1]});
}

}  // namespace heed::exercise
