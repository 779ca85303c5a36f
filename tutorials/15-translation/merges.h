// Byte-pair encoding in small, for words that fit on paper. nn/text/byte_pairs.h is the same for a whole corpus.
#pragma once

#include "nn/text/vocabulary.h"

#include <string>
#include <utility>
#include <vector>

namespace heed {

// The words as pieces, at first their letters, and how often each word occurs.
struct Spelling {
  std::vector<std::vector<std::string>> words;
  std::vector<Index> counts;

  explicit Spelling(const WordCounts& counts);
};

using PiecePair = std::pair<std::string, std::string>;

// The pair of neighbours that occurs most often, and how often; of equal ones the first in the order of their letters.
std::pair<PiecePair, Index> most_frequent_pair(const Spelling& spelling);
void merge(Spelling& spelling, const PiecePair& pair);

}  // namespace heed
