// expect: your answer to 5 queries over 3 keys
#define attend right_attend
#include "tutorials/06-query-key-value/exercise/solution.cpp"
#undef attend

namespace heed::exercise {

Tensor attend(const Tensor& Q, const Tensor& K, const Tensor& V) {
  const Tensor scores = matmul(Q, transpose(K)) / std::sqrt(static_cast<double>(K.size(0)));
  return matmul(softmax(scores), V);
}

}  // namespace heed::exercise
