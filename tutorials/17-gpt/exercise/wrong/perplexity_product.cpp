// expect: do you multiply probabilities until they are 0
#define perplexity right_perplexity
#include "tutorials/17-gpt/exercise/solution.cpp"
#undef perplexity

namespace heed::exercise {

double perplexity(const std::vector<double>& p) {
  double product = 1;
  for (const double x : p) product *= x;
  return std::pow(product, -1 / static_cast<double>(p.size()));
}

}  // namespace heed::exercise
