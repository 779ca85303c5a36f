// expect: your weights sum to 1 over the queries
#define attend right_attend
#include "tutorials/06-query-key-value/exercise/solution.cpp"
#undef attend

namespace heed::exercise {

Tensor attend(const Tensor& Q, const Tensor& K, const Tensor& V) {
  const Tensor scores = matmul(Q, transpose(K)) / std::sqrt(static_cast<double>(K.size(1)));
  return matmul(softmax(scores, 0), V);
}

}  // namespace heed::exercise
