// Our solution of the exercise of lesson 08. There are others.
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/reduce.h"
#include "tutorials/08-soft-and-hard/exercise/exercise.h"

#include <cmath>

namespace heed::exercise {

Tensor weights_at(const Tensor& scores, double temperature) { return softmax(scores / temperature); }

Tensor reinforce_gradient(const Tensor& scores, Index chosen, double loss, double baseline) {
  Tensor slope = -softmax(scores);
  slope.at(chosen) += 1;
  return (loss - baseline) * slope;
}

Tensor draw(const Tensor& scores, const Tensor& uniform) {
  const std::vector<Index> largest = argmax(scores - log(-log(uniform)));
  Tensor chosen = zeros(scores.shape());
  for (Index row = 0; row < scores.size(0); ++row) chosen.at(row, largest[static_cast<std::size_t>(row)]) = 1;
  return chosen;
}

// 0.9 = 1 / (1 + e^(-2 / T)), so e^(-2 / T) = 1 / 9, and T = 2 / ln 9.
double predicted_temperature() { return 2 / std::log(9); }

}  // namespace heed::exercise
