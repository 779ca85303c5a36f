// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/29-costs/exercise/exercise.h"

#include "tutorials/exercise.h"

#include <algorithm>

namespace heed::exercise {

// In each layer: four matrices of attention, two of the feed-forward, and for each of the n words one product of a query and a
// key, and one of a weight and a value. At the end, the output.
Index for_one_word(Index layers, Index d, Index f, Index words, Index n) { not_written("for_one_word"); }

// How many vectors are kept for each word and layer?
Index cache_bytes(Index layers, Index d, Index n) { not_written("cache_bytes"); }

// Count those that are likelier. Is a likelier code one with a larger or with a smaller surprise?
Index rank_of(const std::vector<double>& surprises, Index secret) { not_written("rank_of"); }

// 2 n d = 4 d^2 + 2 d f
Index predicted_length() { not_written("predicted_length"); }

}  // namespace heed::exercise
