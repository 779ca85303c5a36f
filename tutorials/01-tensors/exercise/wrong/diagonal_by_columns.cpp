// expect: Is your stride made from the number of columns?
#define diagonal right_diagonal
#include "tutorials/01-tensors/exercise/solution.cpp"
#undef diagonal

namespace heed::exercise {

Tensor diagonal(const Tensor& x) {
  return x.window(x.storage_offset(), {std::min(x.size(0), x.size(1))}, {x.size(1) + 1});
}

}  // namespace heed::exercise
