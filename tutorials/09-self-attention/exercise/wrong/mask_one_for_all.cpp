// expect: each needs its own mask
#define decoder_mask right_decoder_mask
#include "tutorials/09-self-attention/exercise/solution.cpp"
#undef decoder_mask

namespace heed::exercise {

Tensor decoder_mask(const TokenMatrix& tokens, Token padding) {
  return select(right_decoder_mask(tokens, padding), 0, 0);
}

}  // namespace heed::exercise
