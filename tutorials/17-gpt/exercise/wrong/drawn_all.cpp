// expect: you keep all words
#define drawn right_drawn
#include "tutorials/17-gpt/exercise/solution.cpp"
#undef drawn

namespace heed::exercise {

std::vector<double> drawn(const Tensor& logits, double temperature, Index k) {
  return right_drawn(logits, temperature, k < 5 && k > 1 ? 100 : k);
}

}  // namespace heed::exercise
