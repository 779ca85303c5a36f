#include "nn/text/ngrams.h"

#include <unordered_map>

namespace heed {

NgramMatches match_ngrams(std::u32string_view hypothesis, std::u32string_view reference, std::size_t n) {
  NgramMatches matches;
  std::unordered_map<std::u32string_view, Index> unmatched;
  for (std::size_t i = 0; i + n <= reference.size(); ++i) {
    ++unmatched[reference.substr(i, n)];
    ++matches.reference;
  }
  for (std::size_t i = 0; i + n <= hypothesis.size(); ++i) {
    const auto found = unmatched.find(hypothesis.substr(i, n));
    if (found != unmatched.end() && found->second > 0) {
      --found->second;
      ++matches.matched;
    }
    ++matches.hypothesis;
  }
  return matches;
}

}  // namespace heed
