// expect: its weights are 0 / 0
#define neighbour_weights right_neighbour_weights
#include "tutorials/24-graphs/exercise/solution.cpp"
#undef neighbour_weights

namespace heed::exercise {

Tensor neighbour_weights(const Tensor& scores, const Tensor& neighbours) {
  Tensor weights = zeros(scores.shape());
  const Index nodes = scores.size(0);
  for (Index i = 0; i < nodes; ++i) {
    Scalar total = 0;
    for (Index j = 0; j < nodes; ++j) total += neighbours(i, j) * std::exp(scores(i, j));
    for (Index j = 0; j < nodes; ++j) weights.at(i, j) = neighbours(i, j) * std::exp(scores(i, j)) / total;
  }
  return weights;
}

}  // namespace heed::exercise
