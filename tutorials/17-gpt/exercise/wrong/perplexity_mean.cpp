// expect: you take the logarithm of the mean
#define perplexity right_perplexity
#include "tutorials/17-gpt/exercise/solution.cpp"
#undef perplexity

namespace heed::exercise {

double perplexity(const std::vector<double>& p) {
  double sum = 0;
  for (const double x : p) sum += x;
  return static_cast<double>(p.size()) / sum;
}

}  // namespace heed::exercise
