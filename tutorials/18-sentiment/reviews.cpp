#include "tutorials/18-sentiment/reviews.h"

#include "nn/text/lines.h"
#include "tensor/ground/error.h"

namespace heed {

namespace {

const Words things = {"plot", "acting", "music", "story", "ending", "cast", "dialogue", "photography"};
const Words praise = {"great", "funny", "moving", "clever", "fresh", "charming", "gripping", "brilliant"};
const Words blame = {"dull", "boring", "silly", "awful", "flat", "clumsy", "tired", "stale"};
const Words people = {"brother", "sister", "neighbour", "friend", "teacher"};
const std::vector<std::string> fillers = {"we saw it on a rainy monday .", "the cinema was half empty .",
                                          "it lasts two hours .", "the hero is a young teacher .",
                                          "most of it happens in winter ."};

const std::string& one_of(const Words& words, Rng& rng) {
  return words[static_cast<std::size_t>(rng.integer(static_cast<Index>(words.size())))];
}

void add(Review& review, const std::string& words, bool reason = false) {
  for (const std::string& word : tokenize(words, Tokenizer::split)) {
    review.words.push_back(word);
    review.reason.push_back(reason);
  }
}

// [opinion]
// "the plot is not dull": an opinion that is good or bad. If `counts`, its adjective and its negation are the reason.
void add_opinion(Review& review, bool good, bool counts, Rng& rng) {
  const bool negated = rng.uniform() < 0.3;
  add(review, "the " + one_of(things, rng) + " is");
  if (negated) add(review, rng.uniform() < 0.5 ? "not" : "never", counts);
  add(review, one_of(good != negated ? praise : blame, rng), counts);
  review.negated = review.negated || (negated && counts);
}

// One side, or two sides of which one counts.
void add_verdict(Review& review, Rng& rng) {
  const double form = rng.uniform();
  review.contrast = form < 0.5;
  if (form < 0.25) {
    add_opinion(review, !review.good, false, rng);
    add(review, "but");
  } else if (review.contrast) {
    add(review, "although");
    add_opinion(review, !review.good, false, rng);
    add(review, ",");
  }
  add_opinion(review, review.good, true, rng);
  add(review, ".");
}
// [/opinion]

// [other sentences]
// A sentence without an opinion, or the opinion of somebody else, which does not count.
void add_other(Review& review, Rng& rng) {
  if (rng.uniform() < 0.6) return add(review, one_of(fillers, rng));
  if (rng.uniform() < 0.5) {
    add(review, "my " + one_of(people, rng) + " finds that");
    add_opinion(review, rng.uniform() < 0.5, false, rng);
    return add(review, ".");
  }
  add(review,
      "my " + one_of(people, rng) + " calls it " + one_of(rng.uniform() < 0.5 ? praise : blame, rng) + " .");
}
// [/other sentences]

}  // namespace

// [make review]
Review make_review(Rng& rng) {
  Review review;
  review.good = rng.uniform() < 0.5;
  const Index others = 2 + rng.integer(11), before = rng.integer(others + 1);
  for (Index i = 0; i < before; ++i) add_other(review, rng);
  add_verdict(review, rng);
  for (Index i = before; i < others; ++i) add_other(review, rng);
  return review;
}
// [/make review]

std::vector<Review> make_reviews(Index count, Rng& rng) {
  std::vector<Review> result;
  for (Index i = 0; i < count; ++i) result.push_back(make_review(rng));
  return result;
}

std::vector<Review> read_reviews(const std::string& file, bool good) {
  std::vector<Review> result;
  for (const std::string& line : read_lines(file)) {
    Review review;
    review.words = tokenize(line, Tokenizer::split);
    review.good = good;
    if (!review.words.empty()) result.push_back(review);
  }
  if (result.empty()) fail(file, ": there are no reviews in it; each line should be one");
  return result;
}

Vocabulary vocabulary_of(const std::vector<Review>& reviews, Index minimum_frequency) {
  WordCounts counts;
  for (const Review& review : reviews) count_words(review.words, counts);
  return Vocabulary::build(counts, minimum_frequency);
}

Examples encode_reviews(const std::vector<Review>& reviews, const Vocabulary& vocabulary) {
  Examples result;
  for (const Review& review : reviews) {
    Tokens tokens;  // without <bos> and <eos>: one token, and one weight, for each word
    for (const std::string& word : review.words) tokens.push_back(vocabulary.token(word));
    result.sentences.push_back(tokens);
    result.classes.push_back(review.good);
  }
  return result;
}

}  // namespace heed
