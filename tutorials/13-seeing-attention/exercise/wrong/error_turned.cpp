// expect: 0-1 and 1-0 are different links
#define alignment_error right_alignment_error
#include "tutorials/13-seeing-attention/exercise/solution.cpp"
#undef alignment_error

namespace heed::exercise {

double alignment_error(const std::vector<Link>& found, const std::vector<Link>& truth) {
  double right = 0;
  for (const Link& link : found) {
    const Link turned(link.second, link.first);
    right += std::count(truth.begin(), truth.end(), link) || std::count(truth.begin(), truth.end(), turned);
  }
  return 1 - 2 * right / static_cast<double>(found.size() + truth.size());
}

}  // namespace heed::exercise
