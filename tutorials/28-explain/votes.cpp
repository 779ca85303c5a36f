#include "tutorials/28-explain/votes.h"

#include <cmath>
#include <cstdlib>

namespace heed {

namespace {

// [words]
struct Vote {
  const char* word;
  Index strength;
};
constexpr Vote votes[] = {{"fine", 1},   {"nice", 1},      {"good", 2},   {"lovely", 2},
                          {"superb", 3}, {"brilliant", 3}, {"slow", -1},  {"loud", -1},
                          {"bad", -2},   {"dull", -2},     {"awful", -3}, {"dreadful", -3}};
const Words neutral = {"the", "film", "was", "we", "saw", "it", "on", "monday", "in", "a", "cinema", "there"};
// [/words]

}  // namespace

// [count]
// Each opinion word has its vote; a "not" directly before it turns the vote round.
Index count_votes(const Words& words) {
  Index sum = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const Vote& vote : votes) {
      if (words[i] != vote.word) continue;
      sum += i > 0 && words[i - 1] == "not" ? -vote.strength : vote.strength;
    }
  }
  return sum;
}
// [/count]

// [make]
Review make_review(Rng& rng) {
  Review review;
  while (review.sum == 0) {
    review.words.clear();
    for (Index left = 3 + rng.integer(3); left > 0; --left) {  // three to five opinions
      for (Index filler = rng.integer(4); filler > 0; --filler)
        review.words.push_back(
            neutral[static_cast<std::size_t>(rng.integer(static_cast<Index>(neutral.size())))]);
      if (rng.uniform() < 0.2) review.words.push_back("not");
      review.words.push_back(votes[rng.integer(12)].word);
    }
    review.sum = count_votes(review.words);
  }
  for (std::size_t i = 0; i < review.words.size(); ++i) {
    Words without = review.words;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    review.influence.push_back(static_cast<double>(std::abs(review.sum - count_votes(without))));
  }
  return review;
}
// [/make]

std::vector<Review> make_reviews(Index count, Rng& rng) {
  std::vector<Review> reviews;
  for (Index i = 0; i < count; ++i) reviews.push_back(make_review(rng));
  return reviews;
}

const Vocabulary& review_words() {
  static const Vocabulary all = [] {
    WordCounts counts{{"not", 1}};
    for (const Vote& vote : votes) counts[vote.word] = 1;
    for (const std::string& word : neutral) counts[word] = 1;
    return Vocabulary::build(counts);
  }();
  return all;
}

Tokens tokens_of(const Review& review) {
  Tokens tokens;
  for (const std::string& word : review.words) tokens.push_back(review_words().token(word));
  return tokens;
}

}  // namespace heed
