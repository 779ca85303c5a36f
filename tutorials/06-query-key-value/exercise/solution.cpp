// Our solution of the exercise of lesson 06. There are others.
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/views.h"
#include "tutorials/06-query-key-value/exercise/exercise.h"

#include <cmath>
#include <vector>

namespace heed::exercise {

Tensor read(const Tensor& query, const Tensor& keys, const Tensor& values) {
  std::vector<double> weights;
  double total = 0;
  for (Index key = 0; key < keys.size(0); ++key) {
    double score = 0;
    for (Index i = 0; i < keys.size(1); ++i) score += static_cast<double>(query(i) * keys(key, i));
    weights.push_back(std::exp(score));
    total += weights.back();
  }
  Tensor output = zeros({values.size(1)});
  for (Index key = 0; key < keys.size(0); ++key) {
    const double weight = weights[static_cast<std::size_t>(key)] / total;
    for (Index i = 0; i < values.size(1); ++i) output.at(i) += static_cast<Scalar>(weight) * values(key, i);
  }
  return output;
}

Tensor attend(const Tensor& Q, const Tensor& K, const Tensor& V) {
  const Tensor scores = matmul(Q, transpose(K)) / std::sqrt(static_cast<double>(K.size(1)));
  return matmul(softmax(scores), V);
}

double gap_for(Index n, double share) { return std::log(share / (1 - share) * static_cast<double>(n - 1)); }

// A constant added to all scores multiplies every e^score, and so also their sum, by the same
// number, which cancels.
double predicted_weight_of_the_fox() { return 0.6652; }

}  // namespace heed::exercise
