// expect: 1 and 0 are swapped
#define decoder_mask right_decoder_mask
#include "tutorials/09-self-attention/exercise/solution.cpp"
#undef decoder_mask

namespace heed::exercise {

Tensor decoder_mask(const TokenMatrix& tokens, Token padding) {
  return 1.0 - right_decoder_mask(tokens, padding);
}

}  // namespace heed::exercise
