// The reviews of lesson 18: a generated language in which the reason of each verdict is known, and real
// reviews from a folder.
#pragma once

#include "nn/text/batches.h"
#include "nn/text/vocabulary.h"
#include "tensor/random.h"

#include <string>
#include <vector>

namespace heed {

// [review]
struct Review {
  Words words;
  bool good = false;
  std::vector<bool> reason;  // for each word: whether it carries the verdict; generated reviews only
  bool negated = false;      // the verdict has a "not" or a "never"
  bool contrast = false;  // the verdict has two sides, with "but" or "although", and only one of them counts
};
// [/review]

// A review of some sentences. One sentence has the verdict, and the others only look like one.
Review make_review(Rng& rng);
std::vector<Review> make_reviews(Index count, Rng& rng);

// Each line of a file is a review, tokenised already. Throws if the file has none.
std::vector<Review> read_reviews(const std::string& file, bool good);

// Reviews as token ids, with the classes 1 (good) and 0.
struct Examples {
  std::vector<Tokens> sentences;
  std::vector<Token> classes;
  Index size() const { return static_cast<Index>(sentences.size()); }
};
Vocabulary vocabulary_of(const std::vector<Review>& reviews, Index minimum_frequency);
Examples encode_reviews(const std::vector<Review>& reviews, const Vocabulary& vocabulary);

}  // namespace heed
