// expect: these are weights already
#define additive right_additive
#include "tutorials/07-scores/exercise/solution.cpp"
#undef additive

namespace heed::exercise {

Tensor additive(const Tensor& Q, const Tensor& K, const Tensor& W_q, const Tensor& W_k, const Tensor& v) {
  const Tensor queries = unsqueeze(matmul(Q, transpose(W_q)), 1);  // (m, 1, size)
  const Tensor keys = unsqueeze(matmul(K, transpose(W_k)), 0);     // (1, n, size)
  return softmax(sum(v * tanh(queries + keys), -1));
}

}  // namespace heed::exercise
