// expect: you look for the largest weight of each source word
#define links right_links
#include "tutorials/13-seeing-attention/exercise/solution.cpp"
#undef links

namespace heed::exercise {

std::vector<Link> links(const Tensor& weights) {
  Tensor w = weights.clone();
  std::vector<Link> found;
  for (Index j = 0; j < w.size(1); ++j) {
    Index best = 0;
    for (Index i = 1; i < w.size(0); ++i) {
      if (w.at(i, j) > w.at(best, j)) best = i;
    }
    found.emplace_back(j, best);
  }
  return found;
}

}  // namespace heed::exercise
