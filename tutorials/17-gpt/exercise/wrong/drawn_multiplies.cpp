// expect: you multiply by the temperature
#define drawn right_drawn
#include "tutorials/17-gpt/exercise/solution.cpp"
#undef drawn

namespace heed::exercise {

std::vector<double> drawn(const Tensor& logits, double temperature, Index k) {
  return right_drawn(logits, 1 / temperature, k);
}

}  // namespace heed::exercise
