// expect: your weights sum to 1 over the nodes that read
#define neighbour_weights right_neighbour_weights
#include "tutorials/24-graphs/exercise/solution.cpp"
#undef neighbour_weights

namespace heed::exercise {

Tensor neighbour_weights(const Tensor& scores, const Tensor& neighbours) {
  Tensor weights = zeros(scores.shape());
  const Index nodes = scores.size(0);
  for (Index i = 0; i < nodes; ++i) {
    Scalar total = 0;
    for (Index j = 0; j < nodes; ++j) total += neighbours(j, i) * std::exp(scores(j, i));
    for (Index j = 0; j < nodes; ++j)
      if (total > 0) weights.at(j, i) = neighbours(j, i) * std::exp(scores(j, i)) / total;
  }
  return weights;
}

}  // namespace heed::exercise
