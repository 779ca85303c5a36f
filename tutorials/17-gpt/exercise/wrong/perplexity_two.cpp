// expect: the mean of the logarithms to the base 2
#define perplexity right_perplexity
#include "tutorials/17-gpt/exercise/solution.cpp"
#undef perplexity

namespace heed::exercise {

double perplexity(const std::vector<double>& p) {
  double bits = 0;
  for (const double x : p) bits -= std::log2(x);
  return bits / static_cast<double>(p.size());
}

}  // namespace heed::exercise
