// Lesson 28: do the weights of attention explain the answer? Weights, gradients and leave-one-out against the truth, on
// reviews whose words have known votes. The lesson's page is README.md.
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tutorials/28-explain/judge.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

constexpr Index seeds = 3;

struct Data {
  Data() {
    Rng rng(28);
    train = make_reviews(3000, rng);
    test = make_reviews(200, rng);
  }
  std::vector<Review> train, test;
};

// The first test review with a "not", and not too long to draw.
const Review& drawn(const Data& data) {
  return *std::find_if(data.test.begin(), data.test.end(), [](const Review& review) {
    return review.words.size() < 13 && std::count(review.words.begin(), review.words.end(), "not") == 1;
  });
}

void language(Lesson& lesson, const Data& data) {
  lesson.step("Words that vote");
  const Review& review = drawn(data);
  std::vector<std::vector<std::string>> rows(2, std::vector<std::string>{""});
  rows[0][0] = "the sum without it";
  rows[1][0] = "its influence";
  for (std::size_t i = 0; i < review.words.size(); ++i) {
    Words without = review.words;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    rows[0].push_back(text(count_votes(without)));
    rows[1].push_back(rounded(review.influence[i], 0));
  }
  lesson.watch("influence", review.influence);
  std::vector<std::string> names = review.words;
  names.insert(names.begin(), text("sum: ", review.sum));
  lesson.table(names, rows);
  double words = 0, good = 0;
  for (const Review& r : data.test) {
    words += static_cast<double>(r.words.size()) / static_cast<double>(data.test.size());
    good += (r.sum > 0) / static_cast<double>(data.test.size());
  }
  lesson.say(data.train.size(), " reviews to learn from, ", data.test.size(), " to test; ", rounded(words, 1),
             " words on average, ", percent(good), " are good");
}

void tau_on_paper(Lesson& lesson) {
  lesson.step("One number for two rankings");
  // [paper]
  const std::vector<double> truth = {3, 0, 2, 1};
  lesson.say("the same order:       ", rounded(kendall_tau(truth, {0.5, 0.1, 0.3, 0.2}), 2));
  lesson.say("two words exchanged:  ", rounded(kendall_tau(truth, {0.5, 0.1, 0.2, 0.3}), 2));
  lesson.say("the opposite order:   ", rounded(kendall_tau(truth, {0.1, 0.5, 0.2, 0.3}), 2));
  lesson.say("all the same:         ", rounded(kendall_tau(truth, {0.25, 0.25, 0.25, 0.25}), 2));
  lesson.say("ties in the truth:    ", rounded(kendall_tau({3, 0, 0, 1}, {0.5, 0.1, 0.2, 0.3}), 2));
  // [/paper]
}

// [agreements]
// The mean agreement of the explanations with the truth and with each other, over the test reviews.
struct Agreements {
  double weights = 0, gradient = 0, left_out = 0;                            // with the truth
  double weights_left_out = 0, weights_gradient = 0, gradient_left_out = 0;  // with each other
};

Agreements agreements(Judge& judge, const std::vector<Review>& reviews) {
  Agreements mean;
  const GivenWeights weights = weights_of(judge, reviews);
  const double count = static_cast<double>(reviews.size());
  for (std::size_t i = 0; i < reviews.size(); ++i) {
    const std::vector<double>& truth = reviews[i].influence;
    const std::vector<double> gradient = gradient_times_input(judge, reviews[i]);
    const std::vector<double> left_out = leave_one_out(judge, reviews[i]);
    mean.weights += kendall_tau(weights[i], truth) / count;
    mean.gradient += kendall_tau(gradient, truth) / count;
    mean.left_out += kendall_tau(left_out, truth) / count;
    mean.weights_left_out += kendall_tau(weights[i], left_out) / count;
    mean.weights_gradient += kendall_tau(weights[i], gradient) / count;
    mean.gradient_left_out += kendall_tau(gradient, left_out) / count;
  }
  return mean;
}
// [/agreements]

// [best]
// The mean agreement of the best ranking without ties: the truth itself, with its ties broken by position.
double best_agreement(const std::vector<Review>& reviews) {
  double mean = 0;
  for (const Review& review : reviews) {
    std::vector<double> ranking = review.influence;
    for (std::size_t i = 0; i < ranking.size(); ++i) ranking[i] += 0.001 * static_cast<double>(i);
    mean += kendall_tau(ranking, review.influence) / static_cast<double>(reviews.size());
  }
  return mean;
}
// [/best]

// [one]
std::unique_ptr<Judge> train_one(Reading reading, Weights kind, const Data& data, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  auto judge = std::make_unique<Judge>(reading, kind, rng);
  train(*judge, data.train, rng);
  return judge;
}
// [/one]

// The mean agreement of the weights of two judges with each other.
double agreement_of(Judge& one, Judge& two, const std::vector<Review>& reviews) {
  const GivenWeights a = weights_of(one, reviews), b = weights_of(two, reviews);
  double mean = 0;
  for (std::size_t i = 0; i < reviews.size(); ++i)
    mean += kendall_tau(a[i], b[i]) / static_cast<double>(reviews.size());
  return mean;
}

std::string name_of(Reading reading) { return reading == Reading::words ? "words" : "LSTM"; }

// Trains both kinds of judges with each seed; [reading][seed].
std::vector<std::vector<std::unique_ptr<Judge>>> explain(Lesson& lesson, const Data& data) {
  lesson.step("Do the weights explain?");
  std::vector<std::vector<std::unique_ptr<Judge>>> judges(2);
  std::vector<std::vector<std::string>> truth, others;
  show::BarChart chart;
  chart.labels = {"weights", "gradient x input", "leave one out"};
  for (const Reading reading : {Reading::words, Reading::lstm}) {
    Agreements mean;
    for (Index seed = 1; seed <= seeds; ++seed) {
      auto judge = train_one(reading, Weights::learned, data, seed);
      const Agreements a = agreements(*judge, data.test);
      truth.push_back({name_of(reading), text(seed),
                       percent(share_right(margins(*judge, data.test), data.test), 1), rounded(a.weights, 2),
                       rounded(a.gradient, 2), rounded(a.left_out, 2)});
      others.push_back({name_of(reading), text(seed), rounded(a.weights_left_out, 2),
                        rounded(a.weights_gradient, 2), rounded(a.gradient_left_out, 2)});
      mean.weights += a.weights / seeds;
      mean.gradient += a.gradient / seeds;
      mean.left_out += a.left_out / seeds;
      judges[static_cast<std::size_t>(reading)].push_back(std::move(judge));
      lesson.progress("judges", static_cast<Index>(truth.size()), 2 * seeds);
    }
    chart.groups.push_back(
        {"attention over " + name_of(reading), {mean.weights, mean.gradient, mean.left_out}});
    lesson.value("weights " + name_of(reading), rounded(mean.weights, 2));
    lesson.value("left out " + name_of(reading), rounded(mean.left_out, 2));
  }
  lesson.table({"attention over", "seed", "right", "weights", "gradient x input", "leave one out"}, truth);
  lesson.say("");
  lesson.table(
      {"attention over", "seed", "weights, leave one out", "weights, gradient", "gradient, leave one out"},
      others);
  lesson.say("");
  lesson.say("the best that a ranking without ties can have: ", rounded(best_agreement(data.test), 2));
  lesson.say("weights of seed 1 and weights of seed 2: words ",
             rounded(agreement_of(*judges[0][0], *judges[0][1], data.test), 2), ", LSTM ",
             rounded(agreement_of(*judges[1][0], *judges[1][1], data.test), 2));
  chart.title = "Agreement with the truth, mean of three seeds";
  chart.y = {"Kendall's tau", "", false, {0, 1}};
  lesson.figure("agreement.svg", show::bar_chart(chart));
  return judges;
}

void draw(Lesson& lesson, const Data& data, const std::vector<std::vector<std::unique_ptr<Judge>>>& judges) {
  const Review& review = drawn(data);
  show::HeatMap map;
  map.title = "One review, four explanations";
  map.row_axis = "";
  map.column_axis = "word";
  map.value = "share of the largest";
  map.low = 0;
  map.high = 1;
  const auto add = [&](const std::string& name, const std::vector<double>& values) {
    const double largest = *std::max_element(values.begin(), values.end());
    map.row_labels.push_back(name);
    for (const double value : values) map.matrix.values.push_back(value / largest);
  };
  add("the truth", review.influence);
  add("weights over words", weights_of(*judges[0][0], {review})[0]);
  add("weights over LSTM", weights_of(*judges[1][0], {review})[0]);
  add("leave one out, LSTM", leave_one_out(*judges[1][0], review));
  map.column_labels = review.words;
  map.matrix.rows = 4;
  map.matrix.columns = static_cast<Index>(review.words.size());
  lesson.figure("review.svg", show::heat_map(map));
}

void equal_weights(Lesson& lesson, const Data& data,
                   const std::vector<std::vector<std::unique_ptr<Judge>>>& judges) {
  lesson.step("What do learned weights gain?");
  std::vector<std::vector<std::string>> rows;
  for (const Reading reading : {Reading::words, Reading::lstm}) {
    double learned = 0, replaced = 0, trained = 0;
    for (std::size_t seed = 0; seed < seeds; ++seed) {
      // [equal]
      Judge& judge = *judges[static_cast<std::size_t>(reading)][seed];
      learned += share_right(margins(judge, data.test), data.test) / seeds;
      judge.kind = Weights::equal;  // the trained judge, with equal weights from now on
      replaced += share_right(margins(judge, data.test), data.test) / seeds;
      judge.kind = Weights::learned;
      const auto other = train_one(reading, Weights::equal, data, static_cast<Index>(seed) + 1);
      trained += share_right(margins(*other, data.test), data.test) / seeds;
      // [/equal]
    }
    rows.push_back({name_of(reading), percent(learned, 1), percent(replaced, 1), percent(trained, 1)});
    lesson.value("learned " + name_of(reading), percent(learned));
    lesson.value("equal " + name_of(reading), percent(trained));
  }
  lesson.table({"attention over", "learned weights", "made equal afterwards", "trained with equal weights"},
               rows);
}

void adversary(Lesson& lesson, const Data& data,
               const std::vector<std::vector<std::unique_ptr<Judge>>>& judges) {
  lesson.step("Other weights, the same answer");
  std::vector<std::vector<std::string>> rows;
  for (const Reading reading : {Reading::words, Reading::lstm}) {
    Judge& judge = *judges[static_cast<std::size_t>(reading)][0];
    const GivenWeights own = weights_of(judge, data.test);
    GivenWeights other;
    double moved = 0, change = 0, before = 0, after = 0;
    for (const Review& review : data.test) other.push_back(adversarial_weights(judge, review));
    const std::vector<double> margins_before = margins(judge, data.test);
    judge.kind = Weights::given;
    const std::vector<double> margins_after = margins(judge, data.test, other);
    judge.kind = Weights::learned;
    const double count = static_cast<double>(data.test.size());
    for (std::size_t i = 0; i < own.size(); ++i) {
      for (std::size_t t = 0; t < own[i].size(); ++t) moved += std::abs(own[i][t] - other[i][t]) / 2 / count;
      change = std::max(change, std::abs(margins_after[i] - margins_before[i]));
      before += kendall_tau(own[i], data.test[i].influence) / count;
      after += kendall_tau(other[i], data.test[i].influence) / count;
    }
    rows.push_back({name_of(reading), percent(moved), change < 1e-3 ? "below 0.001" : rounded(change, 3),
                    rounded(before, 2), rounded(after, 2)});
    lesson.value("moved " + name_of(reading), percent(moved));
  }
  lesson.table(
      {"attention over", "weight that was moved", "largest change of the margin", "tau before", "tau after"},
      rows);
}

// [where]
// The mean weight of a word, by what it says: for the verdict, against it, negated, "not", or nothing.
std::vector<std::string> where_the_weights_are(Judge& judge, const std::vector<Review>& reviews) {
  const GivenWeights weights = weights_of(judge, reviews);
  std::vector<double> sums(5, 0), counts(5, 0);
  for (std::size_t i = 0; i < reviews.size(); ++i) {
    const Words& words = reviews[i].words;
    for (std::size_t t = 0; t < words.size(); ++t) {
      const Index vote = count_votes({words[t]});
      const bool negated = t > 0 && words[t - 1] == "not", agrees = (vote > 0) == (reviews[i].sum > 0);
      const std::size_t kind = words[t] == "not" ? 3 : vote == 0 ? 4 : negated ? 2 : agrees ? 0 : 1;
      sums[kind] += weights[i][t];
      ++counts[kind];
    }
  }
  std::vector<std::string> means;
  for (std::size_t kind = 0; kind < 5; ++kind) means.push_back(rounded(sums[kind] / counts[kind], 2));
  return means;
}
// [/where]

void advice(Lesson& lesson, const Data& data,
            const std::vector<std::vector<std::unique_ptr<Judge>>>& judges) {
  lesson.step("Weights as advice");
  const auto adversarial = [&](const std::vector<Review>& reviews) {
    GivenWeights all;
    for (const Review& review : reviews) all.push_back(adversarial_weights(*judges[1][0], review));
    return all;
  };
  const auto influence = [](const std::vector<Review>& reviews) {
    GivenWeights all;
    for (const Review& review : reviews) {
      all.push_back(review.influence);
      double sum = 0;
      for (const double value : review.influence) sum += value;
      for (double& value : all.back()) value /= sum;
    }
    return all;
  };
  // [advice]
  // A judge over words that gets its weights from outside, in training and in the test.
  const auto advised = [&](const GivenWeights& in_training, const GivenWeights& in_test) {
    Rng rng(1);
    Judge judge(Reading::words, Weights::given, rng);
    train(judge, data.train, rng, in_training);
    return percent(share_right(margins(judge, data.test, in_test), data.test), 1);
  };
  // [/advice]
  const std::string equal = percent(
      share_right(margins(*train_one(Reading::words, Weights::equal, data, 1), data.test), data.test), 1);
  const std::string from_lstm =
      advised(weights_of(*judges[1][0], data.train), weights_of(*judges[1][0], data.test));
  lesson.table(
      {"the judge over words gets", "right"},
      {{"equal weights", equal},
       {"weights of the judge over words",
        advised(weights_of(*judges[0][0], data.train), weights_of(*judges[0][0], data.test))},
       {"weights of the judge over the LSTM", from_lstm},
       {"other weights of the judge over the LSTM", advised(adversarial(data.train), adversarial(data.test))},
       {"the true influence", advised(influence(data.train), influence(data.test))}});
  lesson.say("");
  std::vector<std::vector<std::string>> rows;
  for (const Reading reading : {Reading::words, Reading::lstm}) {
    rows.push_back(where_the_weights_are(*judges[static_cast<std::size_t>(reading)][0], data.test));
    rows.back().insert(rows.back().begin(), name_of(reading));
  }
  lesson.table(
      {"mean weight of a word: attention over", "for the verdict", "against it", "negated", "not", "filler"},
      rows);
  lesson.value("advice", from_lstm);
  lesson.value("no advice", equal);
}

void heads(Lesson& lesson, const Data& data) {
  lesson.step("One head after the other");
  Rng rng(1);
  HeadJudge judge(rng);
  train(judge, data.train, rng);
  const double whole = share_right(judge, data.test);
  std::vector<double> agreement(4, 0);
  for (const Review& review : data.test) {
    const std::vector<std::vector<double>> weights = head_weights(judge, review);
    for (std::size_t head = 0; head < 4; ++head)
      agreement[head] += kendall_tau(weights[head], review.influence) / static_cast<double>(data.test.size());
  }
  std::vector<std::vector<std::string>> rows;
  for (const Index layer : {Index{0}, Index{1}}) {
    for (Index head = 0; head < 4; ++head) {
      // [prune]
      Rng unused(1);
      HeadJudge without(unused);
      without.load_state_dict(judge.state_dict());
      without.remove_head(layer, head);
      const double right = share_right(without, data.test);
      // [/prune]
      rows.push_back({text(layer + 1), text(head + 1),
                      layer == 1 ? rounded(agreement[static_cast<std::size_t>(head)], 2) : "",
                      percent(right, 1), rounded(100 * (right - whole), 1)});
    }
  }
  lesson.table({"layer", "head", "tau of its weights", "right without it", "points"}, rows);
  lesson.say("with all heads: ", percent(whole, 1));
}

// [broken]
// The mean agreement of *random* weights with the truth. With padding: as a batch has it, filled up with zeros to one length.
double random_agreement(const std::vector<Review>& reviews, std::size_t length) {
  Rng rng(7);
  double mean = 0;
  for (const Review& review : reviews) {
    std::vector<double> weights, truth = review.influence;
    for (std::size_t i = 0; i < truth.size(); ++i) weights.push_back(rng.uniform());
    if (length > 0) weights.resize(length, 0), truth.resize(length, 0);
    mean += kendall_tau(weights, truth) / static_cast<double>(reviews.size());
  }
  return mean;
}
// [/broken]

void broken(Lesson& lesson, const Data& data) {
  lesson.step("Broken on purpose: random weights explain well");
  const std::string padded = rounded(random_agreement(data.test, 60), 2);
  lesson.say("random weights, padded to 60 words: tau ", padded);
  lesson.value("padded", padded);
  lesson.step("Fixed: rank only what is there");
  lesson.say("random weights, the words alone:    tau ", rounded(random_agreement(data.test, 0), 2));
}

}  // namespace

int main(int count, char** arguments) {
  const auto steps = [](Lesson& lesson) {
    const Data data;
    language(lesson, data);
    tau_on_paper(lesson);
    const auto judges = explain(lesson, data);
    draw(lesson, data, judges);
    equal_weights(lesson, data, judges);
    adversary(lesson, data, judges);
    advice(lesson, data, judges);
    heads(lesson, data);
    broken(lesson, data);
  };
  return run_lesson({"28", "Does attention explain?", "about 20 s on two cores"}, count, arguments, steps);
}
