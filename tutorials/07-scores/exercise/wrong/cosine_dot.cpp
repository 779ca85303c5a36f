// expect: divide q and k by their norms
#define sharp_cosine_weights right_sharp_cosine_weights
#include "tutorials/07-scores/exercise/solution.cpp"
#undef sharp_cosine_weights

namespace heed::exercise {

Tensor sharp_cosine_weights(const Tensor& Q, const Tensor& K, double sharpness) {
  return softmax(sharpness * matmul(Q, transpose(K)));
}

}  // namespace heed::exercise
