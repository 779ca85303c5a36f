// expect: you hide padding as a query: its rows are empty
#define decoder_mask right_decoder_mask
#include "tutorials/09-self-attention/exercise/solution.cpp"
#undef decoder_mask

namespace heed::exercise {

Tensor decoder_mask(const TokenMatrix& tokens, Token padding) {
  Tensor mask = zeros({tokens.rows, tokens.columns, tokens.columns});
  for (Index row = 0; row < tokens.rows; ++row) {
    for (Index query = 0; query < tokens.columns; ++query) {
      for (Index key = 0; key < tokens.columns; ++key)
        mask.at(row, query, key) = key <= query && tokens(row, query) != padding;
    }
  }
  return mask;
}

}  // namespace heed::exercise
