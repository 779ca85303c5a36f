// Our solution of the exercise of lesson 27. There are others.
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/27-efficient/exercise/exercise.h"

#include <algorithm>
#include <cmath>

namespace heed::exercise {

Partial merge(const Partial& a, const Partial& b) {
  const double largest = std::max(a.largest, b.largest);
  const double of_a = std::exp(a.largest - largest), of_b = std::exp(b.largest - largest);
  return {largest, a.sum * of_a + b.sum * of_b, a.output * of_a + b.output * of_b};
}

Index local_keys(Index i, Index window) { return std::min(i + 1, window); }

Index strided_keys(Index i, Index stride) { return i / stride + 1; }

Tensor linear_read(const Tensor& q, const Tensor& K, const Tensor& V) {
  const Tensor query = unsqueeze(q, 0);  // (1, d_k)
  const Tensor S = matmul(transpose(K), V), z = sum(K, 0);
  return squeeze(matmul(query, S), 0) / sum(q * z);
}

Index predicted_length() { return 200; }

}  // namespace heed::exercise
