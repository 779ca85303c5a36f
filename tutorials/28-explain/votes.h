// The language of lesson 28: each opinion word votes, the sum of the votes is the verdict. So we know how much each word matters.
#pragma once

#include "nn/text/batches.h"
#include "tensor/random.h"

#include <vector>

namespace heed {

// [review]
struct Review {
  Words words;
  Index sum = 0;                  // of all votes; above 0, the verdict is good
  std::vector<double> influence;  // of each word: by how much the sum changes without it
};
// [/review]

// The sum of the votes of these words.
Index count_votes(const Words& words);

Review make_review(Rng& rng);
std::vector<Review> make_reviews(Index count, Rng& rng);

// All words, as token ids. A sentence has no <eos>.
const Vocabulary& review_words();
Tokens tokens_of(const Review& review);

}  // namespace heed
