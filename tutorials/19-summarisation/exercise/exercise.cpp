// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/19-summarisation/exercise/exercise.h"

#include "tutorials/exercise.h"

#include <algorithm>

namespace heed::exercise {

// Keep a list of the new words that you have seen. std::find looks for a word in it. Which id has the word at index 0?
std::vector<Token> extra_ids(const std::vector<std::string>& words, const std::vector<Token>& source,
                             Token vocabulary) {
  not_written("extra_ids");
}

// Start with zeros for all ids, extra ids included. What happens to a word that is in the source twice? And which side does
// g belong to?
std::vector<double> mixture(const std::vector<double>& generate, const std::vector<double>& weights,
                            const std::vector<Token>& source, double g, Index extra) {
  not_written("mixture");
}

// Begin with a coverage of zeros. Within a step, what comes first: the minimum, or adding to the coverage?
double coverage_loss(const std::vector<std::vector<double>>& weights) { not_written("coverage_loss"); }

// Each weight is 1/5. What has the first step covered already, and what do the later ones find?
double predicted_loss() { not_written("predicted_loss"); }

}  // namespace heed::exercise
