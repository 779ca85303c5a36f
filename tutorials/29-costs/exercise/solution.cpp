// Our solution of the exercise of lesson 29. There are others.
#include "tutorials/29-costs/exercise/exercise.h"

#include <algorithm>

namespace heed::exercise {

Index for_one_word(Index layers, Index d, Index f, Index words, Index n) {
  return layers * (4 * d * d + 2 * d * f + 2 * n * d) + d * words;
}

Index cache_bytes(Index layers, Index d, Index n) { return 2 * layers * n * d * 4; }

Index rank_of(const std::vector<double>& surprises, Index secret) {
  const double own = surprises[static_cast<std::size_t>(secret)];
  return 1 + std::count_if(surprises.begin(), surprises.end(), [&](double other) { return other < own; });
}

Index predicted_length() { return 384; }

}  // namespace heed::exercise
