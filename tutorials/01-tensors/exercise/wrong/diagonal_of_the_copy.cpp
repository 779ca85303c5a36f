// expect: your diagonal is a copy: a write through it would not change x
#define diagonal right_diagonal
#include "tutorials/01-tensors/exercise/solution.cpp"
#undef diagonal

namespace heed::exercise {

Tensor diagonal(const Tensor& x) {
  const Tensor rows = x.clone();
  return rows.window(0, {std::min(x.size(0), x.size(1))}, {x.size(1) + 1});
}

}  // namespace heed::exercise
