// expect: you compute q · k_j for each key
#define linear_read right_linear_read
#include "tutorials/27-efficient/exercise/solution.cpp"
#undef linear_read

namespace heed::exercise {

Tensor linear_read(const Tensor& q, const Tensor& K, const Tensor& V) {
  const Tensor weights = matmul(K, unsqueeze(q, 1));  // (keys, 1)
  return squeeze(matmul(transpose(weights), V), 0) / sum(weights);
}

}  // namespace heed::exercise
