// expect: the weights of the words that are not the reason
#define share_of_reason right_share_of_reason
#include "tutorials/18-sentiment/exercise/solution.cpp"
#undef share_of_reason

namespace heed::exercise {

double share_of_reason(const Tensor& weights, const std::vector<bool>& reason) {
  const std::vector<double> all = weights.to_doubles();
  double share = 0;
  for (std::size_t i = 0; i < all.size(); ++i) share += reason[i] ? 0 : all[i];
  return share;
}

}  // namespace heed::exercise
