#include "nn/text/corpus_filter.h"

#include "tensor/ground/error.h"
#include "tensor/ground/options.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace heed {
namespace {

using Sides = std::pair<Words, Words>;

bool is_uneven(const SentencePair& pair, double max_ratio) {
  const auto [shorter, longer] = std::minmax({pair.source.size(), pair.target.size()});
  return max_ratio > 0 && static_cast<double>(longer) > max_ratio * static_cast<double>(shorter);
}

}  // namespace

std::string FilteredPairs::to_string() const {
  std::vector<std::string> parts;
  const auto add = [&](Index number, const std::string& what) {
    if (number > 0) parts.push_back(text(number, " ", what));
  };
  add(duplicates, duplicates == 1 ? "duplicate" : "duplicates");
  add(copies, "with the same text on both sides");
  add(leaks, "that also stand in the validation pairs");
  add(uneven, "of too different lengths");
  return joined(parts, ", ");
}

FilterResult filter(std::vector<SentencePair>& pairs, const std::vector<SentencePair>& valid,
                    const CorpusFilter& how) {
  if (!std::isfinite(how.max_ratio) || how.max_ratio < 0 || (how.max_ratio > 0 && how.max_ratio < 1))
    fail("corpus filter: the ratio of lengths must be 1 or more, or 0 for any, not ", how.max_ratio);
  std::set<Sides> seen, judges;
  for (const SentencePair& pair : valid) judges.insert({pair.source, pair.target});
  FilterResult result;
  const auto drops = [&](const SentencePair& pair) {
    const auto decide = [&](bool drop, Index FilteredPairs::*kind) {
      FilteredPairs& pairs_found = drop ? result.dropped : result.kept;
      ++(pairs_found.*kind);
      return drop;
    };
    if (!seen.insert({pair.source, pair.target}).second)
      return decide(how.duplicates, &FilteredPairs::duplicates);
    if (pair.source == pair.target) return decide(how.copies, &FilteredPairs::copies);
    if (judges.count({pair.source, pair.target})) return decide(how.leaks, &FilteredPairs::leaks);
    return is_uneven(pair, how.max_ratio) && decide(true, &FilteredPairs::uneven);
  };
  std::erase_if(pairs, drops);
  return result;
}

}  // namespace heed
