// expect: you take e to the sum
#define perplexity right_perplexity
#include "tutorials/17-gpt/exercise/solution.cpp"
#undef perplexity

namespace heed::exercise {

double perplexity(const std::vector<double>& p) {
  double nats = 0;
  for (const double x : p) nats -= std::log(x);
  return std::exp(nats);
}

}  // namespace heed::exercise
