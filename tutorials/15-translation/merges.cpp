#include "tutorials/15-translation/merges.h"

#include <map>

namespace heed {

Spelling::Spelling(const WordCounts& word_counts) {
  for (const auto& [word, count] : word_counts) {
    words.emplace_back();
    for (const char letter : word) words.back().emplace_back(1, letter);
    counts.push_back(count);
  }
}

// [most frequent pair]
std::pair<PiecePair, Index> most_frequent_pair(const Spelling& spelling) {
  std::map<PiecePair, Index> found;
  for (std::size_t i = 0; i < spelling.words.size(); ++i) {
    const std::vector<std::string>& pieces = spelling.words[i];
    for (std::size_t k = 0; k + 1 < pieces.size(); ++k)
      found[{pieces[k], pieces[k + 1]}] += spelling.counts[i];
  }
  std::pair<PiecePair, Index> best{{}, 0};
  for (const auto& [pair, count] : found) {
    if (count > best.second) best = {pair, count};
  }
  return best;
}
// [/most frequent pair]

// [merge]
void merge(Spelling& spelling, const PiecePair& pair) {
  for (std::vector<std::string>& pieces : spelling.words) {
    std::vector<std::string> merged;
    for (std::size_t k = 0; k < pieces.size(); ++k) {
      if (k + 1 < pieces.size() && pieces[k] == pair.first && pieces[k + 1] == pair.second) {
        merged.push_back(pair.first + pair.second);
        ++k;
      } else {
        merged.push_back(pieces[k]);
      }
    }
    pieces = merged;
  }
}
// [/merge]

}  // namespace heed
