// expect: you divide by the number of steps
#define share_on_time right_share_on_time
#include "tutorials/23-speech/exercise/solution.cpp"
#undef share_on_time

namespace heed::exercise {

double share_on_time(const Tensor& weights, const std::vector<Index>& begins) {
  double share = 0;
  for (Index t = 0; t < weights.size(0); ++t) {
    for (Index step = begins[static_cast<std::size_t>(t)]; step < begins[static_cast<std::size_t>(t) + 1];
         ++step)
      share += static_cast<double>(weights(t, step));
  }
  return share / static_cast<double>(weights.size(1));
}

}  // namespace heed::exercise
