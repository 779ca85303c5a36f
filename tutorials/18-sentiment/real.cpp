#include "tutorials/18-sentiment/real.h"

#include "nn/optim/optimizer.h"
#include "tutorials/18-sentiment/model.h"

#include <algorithm>
#include <memory>

namespace heed {

namespace {

struct RealData {
  Vocabulary vocabulary;
  std::vector<Review> held_out;
  Examples train, validation, test;  // test: empty without test files
};

std::vector<Review> read_both(const Lesson& lesson, const std::string& prefix) {
  std::vector<Review> all = read_reviews(lesson.data_file(prefix + "pos.txt"), true);
  const std::vector<Review> bad = read_reviews(lesson.data_file(prefix + "neg.txt"), false);
  all.insert(all.end(), bad.begin(), bad.end());
  return all;
}

// [real data]
// Every tenth training review, in random order, is held out for validation.
RealData load(const Lesson& lesson) {
  const std::vector<Review> all = read_both(lesson, "");
  Rng rng(18);
  std::vector<Review> some;
  RealData data;
  const std::vector<Index> order = rng.permutation(static_cast<Index>(all.size()));
  for (std::size_t i = 0; i < order.size(); ++i)
    (i % 10 == 0 ? data.held_out : some).push_back(all[static_cast<std::size_t>(order[i])]);
  if (data.held_out.empty() || some.empty()) fail("lesson 18: two reviews are too few to train and validate");
  data.vocabulary = vocabulary_of(some, 2);
  data.train = encode_reviews(some, data.vocabulary);
  data.validation = encode_reviews(data.held_out, data.vocabulary);
  if (lesson.has_data("test-pos.txt") || lesson.has_data("test-neg.txt"))
    data.test = encode_reviews(read_both(lesson, "test-"), data.vocabulary);
  return data;
}
// [/real data]

// Margins on validation and test, after the epoch that was best on validation.
struct Best {
  std::vector<double> validation, test;
  Index epoch = 0;
};

// [train on real]
Best train_one(const RealData& data, const Kind& kind, std::uint64_t seed) {
  Rng rng(seed);
  Classifier model(data.vocabulary.size(), kind, {.embedding = 64, .hidden = 64, .dropout = 0.5}, rng);
  Adam adam(model.parameters(), 0.001);
  Best best;
  Index most = -1;
  for (Index epoch = 1; epoch <= 15; ++epoch) {
    train_epoch(model, data.train, 32, adam, rng);
    const std::vector<double> now = margins(model, data.validation);
    const Index right = count_right(now, data.validation.classes).right;
    if (right <= most) continue;
    most = right;
    best = {now, margins(model, data.test), epoch};
  }
  return best;
}
// [/train on real]

void add_to(std::vector<double>& sum, const std::vector<double>& more) {
  sum.resize(more.size(), 0);
  for (std::size_t i = 0; i < more.size(); ++i) sum[i] += more[i];
}

// Reviews of the validation part on which attention is right and the mean is not.
void show_wins(Lesson& lesson, const RealData& data, const std::vector<double>& mean,
               const std::vector<double>& attention) {
  Index shown = 0, wins = 0, losses = 0;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const bool good = data.validation.classes[i] == 1;
    if ((attention[i] > 0) == (mean[i] > 0)) continue;
    const bool won = (attention[i] > 0) == good;
    (won ? wins : losses) += 1;
    if (!won || shown >= 5 || data.held_out[i].words.size() > 16) continue;
    ++shown;
    std::string line = good ? "good:" : "bad: ";
    for (const std::string& word : data.held_out[i].words) line += " " + word;
    lines.push_back(line);
  }
  lesson.say("only attention is right in ", wins, " validation reviews, only the mean in ", losses,
             "; for example");
  for (const std::string& line : lines) lesson.say("  ", line);
}

}  // namespace

void real_reviews(Lesson& lesson) {
  const RealData data = load(lesson);
  lesson.say(data.train.size(), " reviews to train, ", data.validation.size(), " for validation, ",
             data.test.size(), " for testing; ", data.vocabulary.size(), " words");
  const std::vector<Kind> compared = {kinds()[0], kinds()[1]};
  std::vector<std::vector<std::string>> rows;
  std::vector<Best> sums(compared.size());
  for (std::size_t k = 0; k < compared.size(); ++k) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const Best best = train_one(data, compared[k], seed);
      const double share = count_right(best.validation, data.validation.classes).share();
      rows.push_back({compared[k].name, text(seed), text(best.epoch), percent(share, 1)});
      add_to(sums[k].validation, best.validation);
      add_to(sums[k].test, best.test);
      lesson.progress("classifiers trained", static_cast<Index>(rows.size()), 6);
    }
    const Right together = count_right(sums[k].validation, data.validation.classes);
    rows.push_back({compared[k].name, "all three", "", percent(together.share(), 1)});
  }
  lesson.table({"model", "seed", "best epoch", "validation"}, rows);
  show_wins(lesson, data, sums[0].validation, sums[1].validation);
  if (data.test.size() == 0) return;
  const Right mean = count_right(sums[0].test, data.test.classes);
  const Right attention = count_right(sums[1].test, data.test.classes);
  lesson.say(accuracy_line("mean pooling", mean.right, mean.total));
  lesson.say(accuracy_line("test accuracy", attention.right, attention.total));
}

}  // namespace heed
