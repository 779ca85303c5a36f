// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/17-gpt/exercise/exercise.h"

#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>

namespace heed::exercise {

// The first token is never a target, and the last is never an input.
Shifted shift(const std::vector<Token>& passage) { not_written("shift"); }

// logits.to_doubles() gives the numbers. Sort a copy to find the k-th largest: std::sort(x.begin(), x.end(),
// std::greater<>()). Which numbers must sum to 1 at the end?
std::vector<double> drawn(const Tensor& logits, double temperature, Index k) { not_written("drawn"); }

// std::log is the natural logarithm. Is it the mean of the logarithms, or the logarithm of the mean?
double perplexity(const std::vector<double>& p) { not_written("perplexity"); }

// A fresh model gives each of the 1,000 words about the same probability. Which one, and what is its -log?
double predicted_start() { not_written("predicted_start"); }

}  // namespace heed::exercise
