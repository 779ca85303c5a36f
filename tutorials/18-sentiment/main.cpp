// Lesson 18: which words decide whether a review is good? Six classifiers on a generated language, and two on real
// reviews. The lesson's page is README.md; the models are in model.h, the language in reviews.h.
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/creation.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/18-sentiment/model.h"
#include "tutorials/18-sentiment/real.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

constexpr Index seeds = 3;
const Training budget{.epochs = 30, .batch_size = 32, .rate = 0.005};

struct Language {
  Language() {
    Rng rng(18);
    train = make_reviews(500, rng);
    test = make_reviews(1000, rng);
    vocabulary = vocabulary_of(train, 1);
  }
  std::vector<Review> train, test;
  Vocabulary vocabulary;
};

std::string joined(const Words& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

void language(Lesson& lesson, const Language& language) {
  lesson.step("A language whose reasons we know");
  Index longest = 0, negated = 0, contrast = 0, good = 0;
  for (const Review& review : language.test) {
    longest = std::max(longest, static_cast<Index>(review.words.size()));
    negated += review.negated;
    contrast += review.contrast;
    good += review.good;
  }
  Index shown = 0;
  for (const Review& review : language.test) {
    if (review.words.size() > 24 || ++shown > 3) continue;
    Words reason;
    for (std::size_t i = 0; i < review.words.size(); ++i)
      if (review.reason[i]) reason.push_back(review.words[i]);
    lesson.say(review.good ? "good: " : "bad:  ", joined(review.words));
    lesson.say("      the reason: ", joined(reason));
  }
  const double all = static_cast<double>(language.test.size());
  lesson.value("good", percent(static_cast<double>(good) / all, 1));
  lesson.value("negated", percent(static_cast<double>(negated) / all));
  lesson.value("contrast", percent(static_cast<double>(contrast) / all));
  lesson.value("longest", text(longest));
  lesson.value("words", text(language.vocabulary.size()));
}

void pooling(Lesson& lesson) {
  lesson.step("Three ways to make one vector");
  // [on paper]
  const Tensor x = reshape(tensor({1, 0, 0, 1, 4, 2}), {1, 3, 2});  // three words, two entries each
  const Tensor weights = reshape(tensor({0.1, 0.1, 0.8}), {1, 3});
  lesson.show("mean", mean_pooling(x));
  lesson.show("max", max_pooling(x));
  lesson.show("weighted sum", matmul(weights, select(x, 0, 0)));
  // [/on paper]
  lesson.watch("x", x, "weights", weights);
}

// A trained classifier and its margins on the test reviews.
struct Trained {
  std::unique_ptr<Classifier> model;
  std::vector<double> margins;
};

// [one]
Trained train_one(const Language& language, const Examples& test, const Kind& kind, Index seed,
                  const Training& training = budget) {
  Rng rng(static_cast<std::uint64_t>(seed));
  Trained result;
  result.model = std::make_unique<Classifier>(language.vocabulary.size(), kind, Sizes{}, rng);
  train(*result.model, encode_reviews(language.train, language.vocabulary), training, rng);
  result.margins = margins(*result.model, test);
  return result;
}
// [/one]

// The last state again, with three times the reviews and the same number of steps.
void more_reviews(Lesson& lesson, const Language& language) {
  Language larger = language;
  Rng rng(19);
  // [more]
  larger.train = make_reviews(1500, rng);
  const Examples test = encode_reviews(larger.test, larger.vocabulary);
  const Trained last =
      train_one(larger, test, kinds()[2], 1, {.epochs = 10, .batch_size = 32, .rate = 0.005});
  // [/more]
  const std::string right = percent(count_right(last.margins, test.classes).share());
  lesson.say("");
  lesson.say(kinds()[2].name, ", 1,500 reviews 10 times: ", right);
  lesson.value("more", right);
}

// Trains all models, and returns the three with attention over the LSTM's states.
std::vector<Trained> six_models(Lesson& lesson, const Language& language, const Examples& test) {
  lesson.step("Six classifiers, three seeds");
  std::vector<std::vector<std::string>> rows, parts;
  std::vector<Trained> kept;
  show::BarChart chart;
  chart.groups.push_back({"right", {}});
  for (const Kind& kind : kinds()) {
    rows.push_back({kind.name});
    double all = 0, plain = 0, negated = 0, contrast = 0;
    for (Index seed = 1; seed <= seeds; ++seed) {
      Trained trained = train_one(language, test, kind, seed);
      const auto share = [&](const std::function<bool(const Review&)>& chosen) {
        return count_right(trained.margins, test.classes,
                           [&](std::size_t i) { return chosen(language.test[i]); })
            .share();
      };
      const double right = share([](const Review&) { return true; });
      rows.back().push_back(percent(right, 1));
      all += right / seeds;
      plain += share([](const Review& r) { return !r.negated && !r.contrast; }) / seeds;
      negated += share([](const Review& r) { return r.negated; }) / seeds;
      contrast += share([](const Review& r) { return r.contrast; }) / seeds;
      if (kind.name == "LSTM, attention") kept.push_back(std::move(trained));
      lesson.progress("classifiers trained", static_cast<Index>(rows.size()),
                      static_cast<Index>(kinds().size()));
    }
    rows.back().push_back(percent(all, 1));
    parts.push_back({kind.name, percent(plain), percent(negated), percent(contrast)});
    lesson.value(kind.name, percent(all));
    chart.labels.push_back(kind.name);
    chart.groups[0].values.push_back(std::round(100 * all));
  }
  lesson.table({"model", "seed 1", "seed 2", "seed 3", "mean"}, rows);
  lesson.say("");
  lesson.table({"mean of three seeds", "plain", "negation", "contrast"}, parts);
  chart.title = "Right verdicts on generated reviews, mean of three seeds";
  chart.y = {"right", "%", false, {0, 100}};
  chart.width = 860;
  lesson.figure("models.svg", show::bar_chart(chart));
  more_reviews(lesson, language);
  return kept;
}

// [weights]
// The weights of one review, one for each word.
std::vector<double> weights_of(Classifier& model, const Examples& examples, Index index) {
  const NoGrad guard;
  model.eval();
  const TokenMatrix review = pad_together(examples.sentences, {index});
  return model(review, lengths_of(examples, {index})).weights.value().to_doubles();
}
// [/weights]

// Where the weights of a model are: on the reason itself, and on the full stop right after it; how often the largest weight
// is on the reason; and what equal weights would give.
struct Places {
  double reason = 0, ending = 0, largest = 0, reason_by_chance = 0, ending_by_chance = 0;
};

// [places]
// Over the reviews whose verdict has a negation, or over those whose verdict has none.
Places places(Classifier& model, const std::vector<Review>& reviews, const Examples& examples, bool negated) {
  Places result;
  const double count = static_cast<double>(std::count_if(
      reviews.begin(), reviews.end(), [&](const Review& review) { return review.negated == negated; }));
  for (std::size_t r = 0; r < reviews.size(); ++r) {
    if (reviews[r].negated != negated) continue;
    const std::vector<bool>& reason = reviews[r].reason;
    const std::vector<double> weights = weights_of(model, examples, static_cast<Index>(r));
    const double words = static_cast<double>(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const bool ending = i > 0 && reason[i - 1] && !reason[i];  // the full stop after the reason
      if (reason[i]) result.reason += weights[i] / count, result.reason_by_chance += 1 / words / count;
      if (ending) result.ending += weights[i] / count, result.ending_by_chance += 1 / words / count;
    }
    const auto largest = std::max_element(weights.begin(), weights.end()) - weights.begin();
    result.largest += (reason[static_cast<std::size_t>(largest)] ? 1 : 0) / count;
  }
  return result;
}
// [/places]

void carried(Lesson& lesson, const Language& language, const Examples& test,
             const std::vector<Trained>& trained) {
  lesson.step("Which words carried the verdict");
  std::vector<std::vector<std::string>> rows;
  for (const bool negated : {false, true}) {
    const std::string kind = negated ? "negation" : "no negation";
    Places found;
    for (std::size_t seed = 0; seed < trained.size(); ++seed) {
      found = places(*trained[seed].model, language.test, test, negated);
      rows.push_back({kind, text("seed ", seed + 1), percent(found.reason), percent(found.ending),
                      percent(found.largest)});
    }
    rows.push_back(
        {kind, "equal weights", percent(found.reason_by_chance), percent(found.ending_by_chance), ""});
  }
  lesson.table({"verdict with", "weights", "on the reason", "on its full stop", "largest on the reason"},
               rows);
  show::HeatMap map;
  std::size_t chosen = 0;
  while (!(language.test[chosen].contrast && language.test[chosen].negated &&
           language.test[chosen].words.size() < 26))
    ++chosen;
  for (std::size_t seed = 0; seed < trained.size(); ++seed) {
    const std::vector<double> weights = weights_of(*trained[seed].model, test, static_cast<Index>(chosen));
    map.matrix.values.insert(map.matrix.values.end(), weights.begin(), weights.end());
    map.row_labels.push_back(text("seed ", seed + 1));
  }
  map.title = "The weights of one review";
  map.row_axis = "model";
  map.column_axis = "word";
  map.value = "weight";
  map.column_labels = language.test[chosen].words;
  map.matrix.rows = static_cast<Index>(trained.size());
  map.matrix.columns = static_cast<Index>(map.column_labels.size());
  map.low = 0;
  map.high = 1;
  lesson.figure("weights.svg", show::heat_map(map));
  lesson.say("drawn: ", joined(map.column_labels), " (", language.test[chosen].good ? "good" : "bad", ")");
}

void broken(Lesson& lesson) {
  lesson.step("Broken on purpose: the padding is pooled");
  Rng rng(5);
  const AttentionPooling attention(2, 2, rng);
  const Tensor x = reshape(tensor({1, 0, 0, 1, 4, 2}), {1, 3, 2});
  const auto padded = [&](Index zeros_after) { return concatenate({x, zeros({1, zeros_after, 2})}, 1); };
  // [broken]
  std::vector<std::vector<std::string>> rows;
  for (const Index padding : {0, 3, 30}) {
    const Tensor mean = mean_pooling(padded(padding)).value();
    const Pooled pooled = attention(padded(padding));
    const Tensor lost = sum(slice(pooled.weights.value(), 1, 3, 3 + padding));
    rows.push_back({text(padding), rounded(mean.to_doubles()[0], 2),
                    rounded(pooled.output.value().to_doubles()[0], 2),
                    percent(static_cast<double>(lost.item()))});
  }
  // [/broken]
  lesson.table({"padding", "mean, first entry", "attention, first entry", "weight of the padding"}, rows);
  lesson.value("lost", rows[2][3]);

  lesson.step("Fixed: give the lengths");
  rows.clear();
  // [fixed]
  for (const Index padding : {0, 3, 30}) {
    const Tensor mean = mean_pooling(padded(padding), {3}).value();
    const Tensor output = attention(padded(padding), {3}).output.value();
    rows.push_back({text(padding), rounded(mean.to_doubles()[0], 2), rounded(output.to_doubles()[0], 2)});
  }
  // [/fixed]
  lesson.table({"padding", "mean, first entry", "attention, first entry"}, rows);
}

}  // namespace

int main(int count, char** arguments) {
  const auto steps = [](Lesson& lesson) {
    const Language reviews;
    const Examples test = encode_reviews(reviews.test, reviews.vocabulary);
    language(lesson, reviews);
    pooling(lesson);
    const std::vector<Trained> trained = six_models(lesson, reviews, test);
    carried(lesson, reviews, test, trained);
    broken(lesson);
  };
  return run_lesson({"18", "Sentiment", "about 20 s on two cores"}, count, arguments, steps, real_reviews);
}
