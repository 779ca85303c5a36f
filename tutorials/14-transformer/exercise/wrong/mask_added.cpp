// expect: this mask would be added to the scores
#define causal_mask right_causal_mask
#include "tutorials/14-transformer/exercise/solution.cpp"
#undef causal_mask

namespace heed::exercise {

Tensor causal_mask(Index time) {
  Tensor mask = zeros({time, time});
  for (Index row = 0; row < time; ++row) {
    for (Index column = row + 1; column < time; ++column) mask.at(row, column) = -INFINITY;
  }
  return mask;
}

}  // namespace heed::exercise
