// Our solution of the exercise of lesson 12. There are others.
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/12-additive-attention/exercise/exercise.h"

#include <cmath>
#include <limits>

namespace heed::exercise {

Tensor additive_scores(const Tensor& Q, const Tensor& K, const Tensor& W_q, const Tensor& W_k,
                       const Tensor& v) {
  const Tensor queries = unsqueeze(matmul(Q, transpose(W_q)), 1);  // (m, 1, size)
  const Tensor keys = unsqueeze(matmul(K, transpose(W_k)), 0);     // (1, n, size)
  return sum(tanh(queries + keys) * v, -1);
}

Tensor masked_weights(const Tensor& scores, const std::vector<Index>& lengths) {
  Tensor hidden = scores.clone();
  for (Index row = 0; row < scores.size(0); ++row) {
    for (Index key = lengths[static_cast<std::size_t>(row)]; key < scores.size(1); ++key) {
      hidden.at(row, key) = -std::numeric_limits<Scalar>::infinity();  // e^-infinity is 0
    }
  }
  return softmax(hidden);
}

std::vector<Token> write(const std::function<Tensor(Token previous)>& next, Token bos, Token eos,
                         Index max_length) {
  std::vector<Token> words;
  Token previous = bos;
  while (static_cast<Index>(words.size()) < max_length) {
    previous = static_cast<Token>(argmax(next(previous))[0]);
    if (previous == eos) break;
    words.push_back(previous);
  }
  return words;
}

// 12 e^0 / (4 e^2 + 12 e^0)
double predicted_leak() { return 12 / (4 * std::exp(2.0) + 12); }

}  // namespace heed::exercise
