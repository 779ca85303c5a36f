// expect: divide by the sum of those that stay
#define drawn right_drawn
#include "tutorials/17-gpt/exercise/solution.cpp"
#undef drawn

namespace heed::exercise {

std::vector<double> drawn(const Tensor& logits, double temperature, Index k) {
  std::vector<double> p = right_drawn(logits, temperature, 100);
  const std::vector<double> kept = right_drawn(logits, temperature, k);
  for (std::size_t i = 0; i < p.size(); ++i) p[i] *= kept[i] > 0;
  return p;
}

}  // namespace heed::exercise
