// Our solution of the exercise of lesson 15. There are others.
#include "tutorials/15-translation/exercise/exercise.h"

#include <cmath>
#include <map>

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
    if (available[ngram(hypothesis, i)]-- > 0) ++right;
  }
  return right / all;
}

double brevity_penalty(Index hypothesis_words, Index reference_words) {
  if (hypothesis_words >= reference_words) return 1;
  return std::exp(1 - static_cast<double>(reference_words) / static_cast<double>(hypothesis_words));
}

std::vector<std::string> merged(const std::vector<std::string>& pieces, const std::string& first,
                                const std::string& second) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i + 1 < pieces.size() && pieces[i] == first && pieces[i + 1] == second) {
      result.push_back(first + second);
      ++i;
    } else {
      result.push_back(pieces[i]);
    }
  }
  return result;
}

double predicted_bleu() { return 100 * std::exp(-1); }

}  // namespace heed::exercise
