// expect: your diagonal is a copy: a write through it would not change x
#define diagonal right_diagonal
#include "tutorials/01-tensors/exercise/solution.cpp"
#undef diagonal

namespace heed::exercise {

Tensor diagonal(const Tensor& x) {
  Tensor result = zeros({std::min(x.size(0), x.size(1))});
  for (Index i = 0; i < result.size(0); ++i) result.at(i) = x(i, i);
  return result;
}

}  // namespace heed::exercise
