// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/13-seeing-attention/exercise/exercise.h"

#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>

namespace heed::exercise {

// weights.clone().at(i, j) is the weight of target word i on source word j. Which of the two comes first in a link?
std::vector<Link> links(const Tensor& weights) { not_written("links"); }

// std::count(truth.begin(), truth.end(), link) counts how often a link is there. Which links are right?
double alignment_error(const std::vector<Link>& found, const std::vector<Link>& truth) {
  not_written("alignment_error");
}

// The entropy of a row is - sum of w log w. What is the mean over?
double entropy(const Tensor& weights) { not_written("entropy"); }

// How many links are found, how many are true, and how many of them are right?
double predicted_error() { not_written("predicted_error"); }

}  // namespace heed::exercise
