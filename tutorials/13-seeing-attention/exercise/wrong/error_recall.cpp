// expect: you count only the true links that were not found
#define alignment_error right_alignment_error
#include "tutorials/13-seeing-attention/exercise/solution.cpp"
#undef alignment_error

namespace heed::exercise {

double alignment_error(const std::vector<Link>& found, const std::vector<Link>& truth) {
  double right = 0;
  for (const Link& link : found) right += static_cast<double>(std::count(truth.begin(), truth.end(), link));
  const double a = static_cast<double>(found.size()), s = static_cast<double>(truth.size());
  return 1 - right / s + 0 * a;
}

}  // namespace heed::exercise
