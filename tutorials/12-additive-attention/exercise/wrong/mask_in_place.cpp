// expect: you changed the caller's scores
#define masked_weights right_masked_weights
#include "tutorials/12-additive-attention/exercise/solution.cpp"
#undef masked_weights

namespace heed::exercise {

Tensor masked_weights(const Tensor& scores, const std::vector<Index>& lengths) {
  Tensor hidden = scores;
  for (Index row = 0; row < scores.size(0); ++row) {
    for (Index key = lengths[static_cast<std::size_t>(row)]; key < scores.size(1); ++key) {
      hidden.at(row, key) = -std::numeric_limits<Scalar>::infinity();
    }
  }
  return softmax(hidden);
}

}  // namespace heed::exercise
