// expect: every weight is 1
#define attend right_attend
#include "tutorials/18-sentiment/exercise/solution.cpp"
#undef attend

namespace heed::exercise {

Tensor attend(const Tensor& x, const Tensor& W, const Tensor& b, const Tensor& q) {
  const Tensor u = tanh(matmul(x, transpose(W)) + b);
  const Tensor weights = softmax(matmul(u, unsqueeze(q, 1)));  // (time, 1)
  return squeeze(matmul(transpose(weights), x), 0);
}

}  // namespace heed::exercise
