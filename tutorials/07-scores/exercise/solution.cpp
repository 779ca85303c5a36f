// Our solution of the exercise of lesson 07. There are others.
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/07-scores/exercise/exercise.h"

namespace heed::exercise {

Tensor sharp_cosine_weights(const Tensor& Q, const Tensor& K, double sharpness) {
  const Tensor unit_Q = Q / sqrt(sum(Q * Q, -1, keep_axis)), unit_K = K / sqrt(sum(K * K, -1, keep_axis));
  return softmax(sharpness * matmul(unit_Q, transpose(unit_K)));
}

Tensor additive(const Tensor& Q, const Tensor& K, const Tensor& W_q, const Tensor& W_k, const Tensor& v) {
  const Tensor queries = unsqueeze(matmul(Q, transpose(W_q)), 1);  // (m, 1, size)
  const Tensor keys = unsqueeze(matmul(K, transpose(W_k)), 0);     // (1, n, size)
  return sum(v * tanh(queries + keys), -1);                        // (m, n)
}

Tensor weight_for(const std::vector<Index>& order) {
  const Index d = static_cast<Index>(order.size());
  Tensor W = zeros({d, d});
  for (Index i = 0; i < d; ++i) W.at(i, order[static_cast<std::size_t>(i)]) = 1;
  return W;
}

// Each product q_i k_i has the variance 2^2 * 2^2 = 16, and their sum has 64 * 16. The root of that
// is 32, and divided by 8 it is 4.
double predicted_deviation() { return 4; }

}  // namespace heed::exercise
