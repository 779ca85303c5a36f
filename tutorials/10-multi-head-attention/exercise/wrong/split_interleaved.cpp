// expect: neighbouring entries go to different heads
#define split right_split
#include "tutorials/10-multi-head-attention/exercise/solution.cpp"
#undef split

namespace heed::exercise {

Tensor split(const Tensor& x, Index heads) {
  return transpose(transpose(reshape(x, {x.size(0), x.size(1), x.size(2) / heads, heads}), 2, 3), 1, 2);
}

}  // namespace heed::exercise
