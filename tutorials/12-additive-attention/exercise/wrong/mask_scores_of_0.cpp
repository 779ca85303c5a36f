// expect: you set the scores at padding to 0
#define masked_weights right_masked_weights
#include "tutorials/12-additive-attention/exercise/solution.cpp"
#undef masked_weights

namespace heed::exercise {

Tensor masked_weights(const Tensor& scores, const std::vector<Index>& lengths) {
  Tensor hidden = scores.clone();
  for (Index row = 0; row < scores.size(0); ++row) {
    for (Index key = lengths[static_cast<std::size_t>(row)]; key < scores.size(1); ++key) {
      hidden.at(row, key) = 0;
    }
  }
  return softmax(hidden);
}

}  // namespace heed::exercise
