// What real corpora have and a training set should not: pairs twice, pairs that were never translated, sentences that cannot be
// translations of each other, and pairs by which the model will be judged.
#pragma once

#include "nn/text/corpus.h"

#include <string>
#include <vector>

namespace heed {

struct CorpusFilter {
  bool duplicates = false;  // drop a pair that stood there before
  bool copies = false;      // drop a pair with the same text on both sides
  bool leaks = false;       // drop a pair that is also a validation pair
  double max_ratio = 0;     // if above 0, drop a pair with a side so many times as long as the other
};

// The pairs that a filter finds. A pair counts once, for the first of the four that applies.
struct FilteredPairs {
  Index duplicates = 0, copies = 0, leaks = 0, uneven = 0;

  Index count() const { return duplicates + copies + leaks + uneven; }
  std::string to_string() const;  // "12 duplicates, 3 with the same text on both sides"; "" for none
};

struct FilterResult {
  FilteredPairs dropped, kept;  // kept are those whose filter is off; without a max_ratio no pair is uneven
};

// Removes from `pairs` what the filter drops. The order of the others stays.
FilterResult filter(std::vector<SentencePair>& pairs, const std::vector<SentencePair>& valid,
                    const CorpusFilter& how);

}  // namespace heed
