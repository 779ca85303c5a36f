// expect: v is inside the tanh
#define additive_scores right_additive_scores
#include "tutorials/12-additive-attention/exercise/solution.cpp"
#undef additive_scores

namespace heed::exercise {

Tensor additive_scores(const Tensor& Q, const Tensor& K, const Tensor& W_q, const Tensor& W_k,
                       const Tensor& v) {
  const Tensor queries = unsqueeze(matmul(Q, transpose(W_q)), 1);  // (m, 1, size)
  const Tensor keys = unsqueeze(matmul(K, transpose(W_k)), 0);     // (1, n, size)
  return sum(tanh((queries + keys) * v), -1);
}

}  // namespace heed::exercise
