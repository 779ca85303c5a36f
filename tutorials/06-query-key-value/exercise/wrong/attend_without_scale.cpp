// expect: the scores are not divided by the square root of d_k = 4
#define attend right_attend
#include "tutorials/06-query-key-value/exercise/solution.cpp"
#undef attend

namespace heed::exercise {

Tensor attend(const Tensor& Q, const Tensor& K, const Tensor& V) {
  return matmul(softmax(matmul(Q, transpose(K))), V);
}

}  // namespace heed::exercise
