// expect: you take the mean of all positions, padding included
#define mean_of_words right_mean_of_words
#include "tutorials/18-sentiment/exercise/solution.cpp"
#undef mean_of_words

namespace heed::exercise {

Tensor mean_of_words(const Tensor& x, const std::vector<Index>&) { return mean(x, 1); }

}  // namespace heed::exercise
