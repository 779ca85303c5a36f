// expect: you keep 4 words instead of 3
#define drawn right_drawn
#include "tutorials/17-gpt/exercise/solution.cpp"
#undef drawn

namespace heed::exercise {

std::vector<double> drawn(const Tensor& logits, double temperature, Index k) {
  return right_drawn(logits, temperature, k + 1);
}

}  // namespace heed::exercise
