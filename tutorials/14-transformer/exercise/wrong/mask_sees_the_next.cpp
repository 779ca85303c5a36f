// expect: each position sees the next one
#define causal_mask right_causal_mask
#include "tutorials/14-transformer/exercise/solution.cpp"
#undef causal_mask

namespace heed::exercise {

Tensor causal_mask(Index time) {
  Tensor mask = zeros({time, time});
  for (Index row = 0; row < time; ++row) {
    for (Index column = 0; column < std::min(row + 2, time); ++column) mask.at(row, column) = 1;
  }
  return mask;
}

}  // namespace heed::exercise
