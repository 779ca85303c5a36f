// Rules of a search: what the next word must be, or must not be.
#pragma once

#include "nn/text/batches.h"

namespace heed {

struct SearchRules {
  Tokens prefix =
      {};  // every translation begins with these tokens; their probabilities count as those of other tokens
  Index no_repeat = 0;      // no sequence of this many tokens occurs twice in a translation; 0: no such rule
  bool no_unknown = false;  // no translation has <unk>

  bool any() const { return !prefix.empty() || no_repeat > 0 || no_unknown; }
  // Sets the log probabilities of the words that may not follow `tokens` to -infinity. A translation may always end,
  // except within the prefix.
  void apply(const Tokens& tokens, std::vector<Scalar>& log_probabilities) const;
};

}  // namespace heed
