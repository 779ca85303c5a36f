// expect: only the keys are divided
#define sharp_cosine_weights right_sharp_cosine_weights
#include "tutorials/07-scores/exercise/solution.cpp"
#undef sharp_cosine_weights

namespace heed::exercise {

Tensor sharp_cosine_weights(const Tensor& Q, const Tensor& K, double sharpness) {
  const Tensor unit_K = K / sqrt(sum(K * K, -1, keep_axis));
  return softmax(sharpness * matmul(Q, transpose(unit_K)));
}

}  // namespace heed::exercise
