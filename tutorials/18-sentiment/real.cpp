#include "tutorials/18-sentiment/real.h"

#include "tutorials/18-sentiment/model.h"

#include <algorithm>

namespace heed {

namespace {

constexpr std::size_t folds = 10;

std::vector<Review> read_both(const Lesson& lesson, const std::string& prefix) {
  std::vector<Review> all = read_reviews(lesson.data_file(prefix + "pos.txt"), true);
  const std::vector<Review> bad = read_reviews(lesson.data_file(prefix + "neg.txt"), false);
  all.insert(all.end(), bad.begin(), bad.end());
  return all;
}

// [folds]
// Ten models of one kind. Model f does not see every tenth review, beginning with review f, and is validated on these:
// so each review is judged once by a model that does not know it. On the test reviews, the ten models vote by the sum
// of their margins.
struct Folds {
  std::vector<double> validation, test;  // the margin of each review
};

Folds train_folds(const Kind& kind, const std::vector<Review>& reviews, const std::vector<Review>& test,
                  const std::function<void(Index)>& progress) {
  Folds result{std::vector<double>(reviews.size()), std::vector<double>(test.size(), 0)};
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<Review> seen, held_out;
    for (std::size_t i = 0; i < reviews.size(); ++i)
      (i % folds == fold ? held_out : seen).push_back(reviews[i]);
    const Vocabulary vocabulary = vocabulary_of(seen, 2);
    Rng rng(fold + 1);
    Classifier model(vocabulary.size(), kind, {.embedding = 64, .hidden = 64, .dropout = 0.5}, rng);
    train(model, encode_reviews(seen, vocabulary), {.epochs = 10, .batch_size = 32, .rate = 0.0015}, rng);
    const std::vector<double> own = margins(model, encode_reviews(held_out, vocabulary));
    for (std::size_t i = 0; i < own.size(); ++i) result.validation[i * folds + fold] = own[i];
    const std::vector<double> votes = margins(model, encode_reviews(test, vocabulary));
    for (std::size_t i = 0; i < votes.size(); ++i) result.test[i] += votes[i];
    progress(static_cast<Index>(fold) + 1);
  }
  return result;
}
// [/folds]

std::vector<Token> classes_of(const std::vector<Review>& reviews) {
  std::vector<Token> classes;
  for (const Review& review : reviews) classes.push_back(review.good);
  return classes;
}

// Says on how many reviews each of two models alone is right, and shows some short ones that only attention gets right.
void show_wins(Lesson& lesson, const std::vector<Review>& reviews, const std::vector<double>& mean,
               const std::vector<double>& attention) {
  Index wins = 0, losses = 0;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < reviews.size(); ++i) {
    if ((attention[i] > 0) == (mean[i] > 0)) continue;
    const bool won = (attention[i] > 0) == reviews[i].good;
    (won ? wins : losses) += 1;
    if (!won || reviews[i].words.size() > 12 || lines.size() == 8) continue;
    lines.push_back(reviews[i].good ? "good:" : "bad: ");
    for (const std::string& word : reviews[i].words) lines.back() += " " + word;
  }
  lesson.say("only attention is right in ", wins, " reviews, only the mean in ", losses, ". Only attention:");
  for (const std::string& line : lines) lesson.say("  ", line);
}

// The right verdicts among all reviews, and among those with a word of this list.
std::vector<std::string> row(const std::string& name, const std::vector<Review>& reviews,
                             const std::vector<double>& margins) {
  const std::vector<Token> classes = classes_of(reviews);
  const auto with = [&](const std::string& wanted) {
    return count_right(margins, classes, [&](std::size_t i) {
      const Words& words = reviews[i].words;
      return std::find(words.begin(), words.end(), wanted) != words.end();
    });
  };
  return {name, percent(count_right(margins, classes).share(), 1), percent(with("but").share(), 1),
          percent(with("not").share(), 1)};
}

}  // namespace

void real_reviews(Lesson& lesson) {
  std::vector<Review> reviews = read_both(lesson, "");
  if (reviews.size() < folds) fail("lesson 18: ", reviews.size(), " reviews are too few for ten parts");
  std::vector<Review> shuffled;
  Rng rng(18);
  for (const Index i : rng.permutation(static_cast<Index>(reviews.size())))
    shuffled.push_back(reviews[static_cast<std::size_t>(i)]);
  const bool tests = lesson.has_data("test-pos.txt") || lesson.has_data("test-neg.txt");
  const std::vector<Review> test = tests ? read_both(lesson, "test-") : std::vector<Review>();
  lesson.say(shuffled.size(), " reviews to train and validate, ", test.size(), " for testing");
  std::vector<Folds> results;
  std::vector<std::vector<std::string>> rows;
  for (const Kind& kind : {kinds()[0], kinds()[1]}) {
    results.push_back(train_folds(kind, shuffled, test, [&](Index done) {
      lesson.progress(kind.name, done, static_cast<Index>(folds));
    }));
    rows.push_back(row(kind.name, shuffled, results.back().validation));
  }
  lesson.table({"model", "validation", "with \"but\"", "with \"not\""}, rows);
  show_wins(lesson, shuffled, results[0].validation, results[1].validation);
  if (test.empty()) return;
  const Right mean = count_right(results[0].test, classes_of(test));
  const Right attention = count_right(results[1].test, classes_of(test));
  lesson.say(accuracy_line("test accuracy of mean pooling", mean.right, mean.total));
  lesson.say(accuracy_line("test accuracy", attention.right, attention.total));
}

}  // namespace heed
