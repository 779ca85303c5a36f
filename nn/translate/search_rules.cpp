#include "nn/translate/search_rules.h"

#include <algorithm>
#include <limits>

namespace heed {

void SearchRules::apply(const Tokens& tokens, std::vector<Scalar>& log_probabilities) const {
  constexpr Scalar never = -std::numeric_limits<Scalar>::infinity();
  const auto forbid = [&](Token token) { log_probabilities[static_cast<std::size_t>(token)] = never; };
  if (tokens.size() < prefix.size()) {
    const Token wanted = prefix[tokens.size()];
    const Scalar kept = log_probabilities[static_cast<std::size_t>(wanted)];
    std::fill(log_probabilities.begin(), log_probabilities.end(), never);
    log_probabilities[static_cast<std::size_t>(wanted)] = kept;
    return;
  }
  if (no_unknown) forbid(Vocabulary::unknown);
  if (no_repeat == 0 || std::ssize(tokens) < no_repeat) return;
  // The last no_repeat - 1 tokens: wherever they occurred before, the token that followed them is forbidden.
  const auto last = tokens.end() - (no_repeat - 1);
  for (auto begin = tokens.begin(); begin + (no_repeat - 1) < tokens.end(); ++begin) {
    if (std::equal(last, tokens.end(), begin)) forbid(*(begin + (no_repeat - 1)));
  }
}

}  // namespace heed
