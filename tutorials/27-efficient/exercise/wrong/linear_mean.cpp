// expect: you divide by the number of keys
#define linear_read right_linear_read
#include "tutorials/27-efficient/exercise/solution.cpp"
#undef linear_read

namespace heed::exercise {

Tensor linear_read(const Tensor& q, const Tensor& K, const Tensor& V) {
  const Tensor S = matmul(transpose(K), V);
  return squeeze(matmul(unsqueeze(q, 0), S), 0) / static_cast<double>(K.size(0));
}

}  // namespace heed::exercise
