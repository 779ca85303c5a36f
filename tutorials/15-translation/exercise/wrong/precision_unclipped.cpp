// expect: the reference has two of them, so only two count
#define precision right_precision
#include "tutorials/15-translation/exercise/solution.cpp"
#undef precision

namespace heed::exercise {

double precision(const Words& hypothesis, const Words& reference, std::size_t n) {
  const auto ngram = [n](const Words& words, std::size_t i) {
    const auto begin = words.begin() + static_cast<std::ptrdiff_t>(i);
    return Words(begin, begin + static_cast<std::ptrdiff_t>(n));
  };
  std::map<Words, int> available;
  for (std::size_t i = 0; i + n <= reference.size(); ++i) ++available[ngram(reference, i)];
  double right = 0, all = 0;
  for (std::size_t i = 0; i + n <= hypothesis.size(); ++i) {
    ++all;
    if (available[ngram(hypothesis, i)] > 0) ++right;
  }
  return right / all;
}

}  // namespace heed::exercise
