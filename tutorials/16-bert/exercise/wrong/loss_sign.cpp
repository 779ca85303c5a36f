// expect: the sign is wrong
#define hidden_loss right_hidden_loss
#include "tutorials/16-bert/exercise/solution.cpp"
#undef hidden_loss

namespace heed::exercise {

double hidden_loss(const Tensor& scores, const std::vector<Token>& targets) {
  Tensor probabilities = softmax(scores);
  double total = 0, count = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (targets[i] == 0) continue;
    total += std::log(static_cast<double>(probabilities.at(static_cast<Index>(i), targets[i])));
    ++count;
  }
  return total / count;
}

}  // namespace heed::exercise
