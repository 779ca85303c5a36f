// expect: you ask only where the largest weight is
#define share_on_time right_share_on_time
#include "tutorials/23-speech/exercise/solution.cpp"
#undef share_on_time

namespace heed::exercise {

double share_on_time(const Tensor& weights, const std::vector<Index>& begins) {
  double share = 0;
  for (Index t = 0; t < weights.size(0); ++t) {
    const std::vector<double> row = select(weights, 0, t).contiguous().to_doubles();
    const Index largest = std::max_element(row.begin(), row.end()) - row.begin();
    const std::size_t letter = static_cast<std::size_t>(t);
    share += largest >= begins[letter] && largest < begins[letter + 1] ? 1 : 0;
  }
  return share / static_cast<double>(weights.size(0));
}

}  // namespace heed::exercise
