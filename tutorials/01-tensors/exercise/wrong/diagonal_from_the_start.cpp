// expect: Does your view begin at the beginning of the storage?
#define diagonal right_diagonal
#include "tutorials/01-tensors/exercise/solution.cpp"
#undef diagonal

namespace heed::exercise {

Tensor diagonal(const Tensor& x) {
  return x.window(0, {std::min(x.size(0), x.size(1))}, {x.strides()[0] + x.strides()[1]});
}

}  // namespace heed::exercise
