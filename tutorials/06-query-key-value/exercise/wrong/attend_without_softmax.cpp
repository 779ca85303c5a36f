// expect: turn the scores into weights first
#define attend right_attend
#include "tutorials/06-query-key-value/exercise/solution.cpp"
#undef attend

namespace heed::exercise {

Tensor attend(const Tensor& Q, const Tensor& K, const Tensor& V) {
  return matmul(matmul(Q, transpose(K)) / std::sqrt(static_cast<double>(K.size(1))), V);
}

}  // namespace heed::exercise
