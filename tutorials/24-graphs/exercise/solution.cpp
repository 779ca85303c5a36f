// Our solution of the exercise of lesson 24. There are others.
#include "tensor/creation.h"
#include "tutorials/24-graphs/exercise/exercise.h"

#include <cmath>

namespace heed::exercise {

Tensor neighbour_weights(const Tensor& scores, const Tensor& neighbours) {
  Tensor weights = zeros(scores.shape());
  for (Index i = 0; i < scores.size(0); ++i) {
    Scalar total = 0;
    for (Index j = 0; j < scores.size(1); ++j) total += neighbours(i, j) * std::exp(scores(i, j));
    for (Index j = 0; j < scores.size(1); ++j)
      if (total > 0) weights.at(i, j) = neighbours(i, j) * std::exp(scores(i, j)) / total;
  }
  return weights;
}

std::vector<double> returns(const std::vector<double>& rewards, double discount) {
  std::vector<double> result = rewards;
  for (std::size_t t = result.size(); t-- > 1;) result[t - 1] += discount * result[t];
  return result;
}

double predicted_return() { return 0.9 * 0.9 * 0.9 * 0.9; }

}  // namespace heed::exercise
