// expect: join() keeps the order of the heads in memory
#define join right_join
#include "tutorials/10-multi-head-attention/exercise/solution.cpp"
#undef join

namespace heed::exercise {

Tensor join(const Tensor& pieces) {
  return reshape(pieces, {pieces.size(0), pieces.size(2), pieces.size(1) * pieces.size(3)});
}

}  // namespace heed::exercise
