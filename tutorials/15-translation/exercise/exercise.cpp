// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/15-translation/exercise/exercise.h"

#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace heed::exercise {

// Words(hypothesis.begin() + i, hypothesis.begin() + i + n) is the n-gram at i, for a signed i. A std::map<Words, int> can count
// the n-grams of the reference; take one away for each that you use.
double precision(const Words& hypothesis, const Words& reference, std::size_t n) { not_written("precision"); }

// Which of the two lengths is above the line of the fraction?
double brevity_penalty(Index hypothesis_words, Index reference_words) { not_written("brevity_penalty"); }

// After a merge, where does the next pair begin?
std::vector<std::string> merged(const std::vector<std::string>& pieces, const std::string& first,
                                const std::string& second) {
  not_written("merged");
}

// All four precisions are 1. What is left of BLEU?
double predicted_bleu() { not_written("predicted_bleu"); }

}  // namespace heed::exercise
