// expect: 1 and 0 are swapped
#define causal_mask right_causal_mask
#include "tutorials/14-transformer/exercise/solution.cpp"
#undef causal_mask

namespace heed::exercise {

Tensor causal_mask(Index time) {
  Tensor mask = zeros({time, time});
  for (Index row = 0; row < time; ++row) {
    for (Index column = row + 1; column < time; ++column) mask.at(row, column) = 1;
  }
  return mask;
}

}  // namespace heed::exercise
