// expect: the sign is missing
#define perplexity right_perplexity
#include "tutorials/17-gpt/exercise/solution.cpp"
#undef perplexity

namespace heed::exercise {

double perplexity(const std::vector<double>& p) { return 1 / right_perplexity(p); }

}  // namespace heed::exercise
