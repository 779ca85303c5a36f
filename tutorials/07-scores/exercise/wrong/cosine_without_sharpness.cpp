// expect: the sharpness is not used
#define sharp_cosine_weights right_sharp_cosine_weights
#include "tutorials/07-scores/exercise/solution.cpp"
#undef sharp_cosine_weights

namespace heed::exercise {

Tensor sharp_cosine_weights(const Tensor& Q, const Tensor& K, double sharpness) {
  const Tensor unit_Q = Q / sqrt(sum(Q * Q, -1, keep_axis)), unit_K = K / sqrt(sum(K * K, -1, keep_axis));
  return softmax(matmul(unit_Q, transpose(unit_K)));
}

}  // namespace heed::exercise
