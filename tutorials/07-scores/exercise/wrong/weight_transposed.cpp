// expect: your W is transposed
#define weight_for right_weight_for
#include "tutorials/07-scores/exercise/solution.cpp"
#undef weight_for

namespace heed::exercise {

Tensor weight_for(const std::vector<Index>& order) {
  const Index d = static_cast<Index>(order.size());
  Tensor W = zeros({d, d});
  for (Index i = 0; i < d; ++i) W.at(order[static_cast<std::size_t>(i)], i) = 1;
  return W;
}

}  // namespace heed::exercise
