// expect: you divide the scores by a square root
#define attend right_attend
#include "tutorials/18-sentiment/exercise/solution.cpp"
#undef attend

#include <cmath>

namespace heed::exercise {

Tensor attend(const Tensor& x, const Tensor& W, const Tensor& b, const Tensor& q) {
  const Tensor u = tanh(matmul(x, transpose(W)) + b);
  const Tensor scores = squeeze(matmul(u, unsqueeze(q, 1)), 1);
  const Tensor weights = softmax(scores * (1 / std::sqrt(static_cast<double>(q.size(0)))));
  return squeeze(matmul(unsqueeze(weights, 0), x), 0);
}

}  // namespace heed::exercise
