// expect: the root is missing
#define sharp_cosine_weights right_sharp_cosine_weights
#include "tutorials/07-scores/exercise/solution.cpp"
#undef sharp_cosine_weights

namespace heed::exercise {

Tensor sharp_cosine_weights(const Tensor& Q, const Tensor& K, double sharpness) {
  return softmax(sharpness * matmul(Q / sum(Q * Q, -1, keep_axis), transpose(K / sum(K * K, -1, keep_axis))));
}

}  // namespace heed::exercise
