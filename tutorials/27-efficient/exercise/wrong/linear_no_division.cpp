// expect: the division is missing
#define linear_read right_linear_read
#include "tutorials/27-efficient/exercise/solution.cpp"
#undef linear_read

namespace heed::exercise {

Tensor linear_read(const Tensor& q, const Tensor& K, const Tensor& V) {
  const Tensor query = unsqueeze(q, 0);  // (1, d_k)
  const Tensor S = matmul(transpose(K), V), z = sum(K, 0);
  return squeeze(matmul(query, S), 0) + 0.0 * sum(q * z);
}

}  // namespace heed::exercise
