// expect: your links have the target word first
#define links right_links
#include "tutorials/13-seeing-attention/exercise/solution.cpp"
#undef links

namespace heed::exercise {

std::vector<Link> links(const Tensor& weights) {
  std::vector<Link> found = right_links(weights);
  for (Link& link : found) std::swap(link.first, link.second);
  return found;
}

}  // namespace heed::exercise
