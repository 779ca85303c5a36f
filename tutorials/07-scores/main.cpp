// Lesson 07: scores, which compare queries with keys. The lesson's page is README.md.
#include "autograd/operations/arithmetic.h"
#include "autograd/operations/softmax.h"
#include "nn/attention/scores.h"
#include "nn/show/chart.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/07-scores/tasks.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace heed;

namespace {

using Rows = std::vector<std::vector<std::string>>;

// Returns a row of the table: a name and the values of a tensor.
std::vector<std::string> row(const std::string& name, const Tensor& numbers, int decimals = 2) {
  std::vector<std::string> result{name};
  for (const double number : numbers.to_doubles()) result.push_back(rounded(number, decimals));
  return result;
}

// [score]
// Returns the scores of all queries Q with all keys K: (batch, queries, keys).
Tensor score(const Attention& attention, const Variable& Q, const Variable& K) {
  return attention.scores(attention.prepare_queries(Q), attention.prepare_keys(K)).value();
}
// [/score]

void paper(Lesson& lesson) {
  lesson.step("Dot, scaled, cosine");
  // [plain]
  const Variable Q = tensor({{{3, 4}}});                        // (1, 1, 2): one sentence, one query
  const Variable K = tensor({{{0.6, 0.8}, {5, 0}, {-3, -4}}});  // (1, 3, 2): three keys
  const Tensor dot = score(DotAttention(), Q, K);               // (1, 1, 3)
  const Tensor scaled = score(ScaledDotAttention(), Q, K);
  const Tensor cosine = score(CosineAttention(), Q, K);
  // [/plain]
  const std::vector<std::string> names = {"score", "(0.6, 0.8)", "(5, 0)", "(-3, -4)"};
  lesson.table(names, {row("dot", dot), row("scaled", scaled), row("cosine", cosine)});
  lesson.watch("Q", Q, "K", K, "dot", dot, "scaled", scaled, "cosine", cosine);
  lesson.watch("cosine weights", softmax(cosine));

  lesson.step("General and additive");
  // [learned]
  Rng rng(7);
  GeneralAttention general(2, 2, rng);
  general.weight.value().copy_from(tensor({{-1, 0}, {0, -1}}));  // W: "what is the opposite of me?"
  AdditiveAttention additive(2, 2, 2, rng);
  additive.query->weight.value().copy_from(tensor({{0.1, 0}, {0, 0.1}}));
  additive.key->weight.value().copy_from(tensor({{0.1, 0}, {0, 0.1}}));
  additive.v.value().copy_from(tensor({1, 1}));
  // [/learned]
  lesson.table(names, {row("general", score(general, Q, K)), row("additive", score(additive, Q, K))});
  // [same]
  const ProjectedAttention projected(8, 8, 32, rng);
  GeneralAttention the_same(8, 8, rng);
  const Tensor W_q = projected.query->weight.value(), W_k = projected.key->weight.value();  // (32, 8)
  the_same.weight.value().copy_from(matmul(transpose(W_q), W_k) / std::sqrt(32.0));         // (8, 8)
  const Variable some_Q = random_normal({1, 5, 8}, rng), some_K = random_normal({1, 6, 8}, rng);
  const bool agree = all_close(score(projected, some_Q, some_K), score(the_same, some_Q, some_K), 1e-4, 1e-5);
  // [/same]
  lesson.say("two projections and a dot product are a general score: ", agree ? "yes" : "no");
  lesson.watch("general", score(general, Q, K), "additive", score(additive, Q, K));
  lesson.watch("W_q", W_q, "W_k", W_k, "the_same.weight", the_same.weight, "agree", agree);
}

void logarithms(Lesson& lesson) {
  lesson.step("What \"log-scaled\" would be");
  const auto shown = [](const Tensor& two) {
    const auto number = [](Scalar x) {
      return std::isinf(x) ? "inf" : show::short_number(static_cast<double>(x), 3);
    };
    return number(two(0)) + ", " + number(two(1));
  };
  Rows rows;
  // [log]
  for (const double score : {1.0, 50.0, 100.0}) {
    const Tensor pair = tensor({score, score - 1});
    rows.push_back({shown(pair), shown(log(exp(pair))), shown(log_softmax(pair)), shown(softmax(pair))});
  }
  // [/log]
  lesson.watch("rows", rows);
  lesson.table({"scores", "log(exp(scores))", "log-softmax", "softmax"}, rows);
  lesson.say("");
  rows.clear();
  // [length]
  for (const Index n : {3, 30, 300, 3000}) {
    Tensor scores = zeros({n});
    scores.at(0) = 2;  // the right key's score is 2 higher than the others
    const Tensor plain = softmax(scores), log_scaled = softmax(std::log(static_cast<double>(n)) * scores);
    rows.push_back(
        {text(n), percent(static_cast<double>(plain(0)), 1), percent(static_cast<double>(log_scaled(0)), 1)});
  }
  // [/length]
  lesson.watch("rows", rows);
  lesson.table({"keys", "right key's weight", "scores x ln(keys)"}, rows);
}

// [measure]
struct Measured {
  double variance;   // variance of the scores
  double entropy;    // mean entropy of the weights
  double gradient;   // norm of dL/dscores, the median over the queries
  double saturated;  // share of the queries whose gradient has a norm below a thousandth
};

// Measures `scores` (500, 32), of 500 queries and 32 keys.
Measured measure(const Tensor& scores, Rng& rng) {
  const Variable s = leaf(scores), weights = softmax(s);
  weights.backward(random_normal(scores.shape(), rng));  // a random gradient from the layers above
  const Tensor w = weights.value();
  const Tensor entropy = -sum(w * log(w + 1e-30), -1);
  std::vector<Scalar> norms = sqrt(sum(s.grad() * s.grad(), -1)).to_vector();
  std::sort(norms.begin(), norms.end());
  const auto first_above = std::lower_bound(norms.begin(), norms.end(), static_cast<Scalar>(1e-3));
  return {static_cast<double>(var(reshape(scores, {scores.numel()}), 0).item()),
          static_cast<double>(mean(entropy).item()), static_cast<double>(norms[norms.size() / 2]),
          static_cast<double>(first_above - norms.begin()) / static_cast<double>(norms.size())};
}
// [/measure]

// [grow]
// Measures the same scores three times: not divided, divided by the root of d_k, and
// divided by d_k.
std::array<Measured, 3> measure_three(Index d_k) {
  Rng rng(7);
  const Tensor Q = random_normal({500, d_k}, rng), K = random_normal({32, d_k}, rng);
  const Tensor dot = matmul(Q, transpose(K));  // (500, 32)
  const double size = static_cast<double>(d_k);
  return {measure(dot, rng), measure(dot / std::sqrt(size), rng), measure(dot / size, rng)};
}
// [/grow]

// Records the values of the largest d_k for the page's sentences.
void record_values(Lesson& lesson, const std::array<Measured, 3>& three) {
  lesson.value("entropy", rounded(three[0].entropy, 2));
  lesson.value("scaled entropy", rounded(three[1].entropy, 2));
  lesson.value("flat entropy", rounded(three[2].entropy, 2));
  lesson.value("saturated", percent(three[0].saturated));
  lesson.value("median", show::short_number(three[0].gradient, 2));
  lesson.value("variance", show::short_number(three[0].variance, 3));
  lesson.value("scaled variance", show::short_number(three[1].variance, 2));
  lesson.value("even", rounded(std::log(32.0), 2));
}

void draw(Lesson& lesson, const std::vector<show::Series>& entropies,
          const std::vector<show::Series>& gradients) {
  const show::Axis d_k{"d_k", "", true};
  lesson.figure(
      "entropy.svg",
      show::line_chart({"How evenly 32 keys are read", d_k, {"entropy of the weights"}, entropies}));
  lesson.figure(
      "gradient.svg",
      show::line_chart(
          {"What comes through the softmax", d_k, {"gradient of the scores", "", true}, gradients}));
}

void growing(Lesson& lesson) {
  const std::vector<std::string> names = {"not divided", "by sqrt(d_k)", "by d_k"};
  Rows rows;
  std::vector<show::Series> entropies, gradients;
  for (const std::string& name : names) {
    entropies.push_back({name, {}, {}});
    gradients.push_back({name, {}, {}});
  }
  lesson.step("What grows with d_k");
  for (const Index d_k : {4, 16, 64, 256, 1024}) {
    const std::array<Measured, 3> three = measure_three(d_k);
    for (std::size_t i = 0; i < 3; ++i) {
      rows.push_back({i == 0 ? text(d_k) : "", names[i], show::short_number(three[i].variance, 3),
                      rounded(three[i].entropy, 2), show::short_number(three[i].gradient, 2),
                      percent(three[i].saturated, 1)});
      entropies[i].x.push_back(static_cast<double>(d_k));
      entropies[i].y.push_back(three[i].entropy);
      gradients[i].x.push_back(static_cast<double>(d_k));
      gradients[i].y.push_back(three[i].gradient);
    }
    if (d_k == 1024) record_values(lesson, three);
  }
  lesson.table({"d_k", "divided", "variance", "entropy", "gradient", "saturated"}, rows);
  for (std::size_t i = 0; i < 3; ++i) {
    lesson.watch("entropy, " + names[i], entropies[i].y, "gradient, " + names[i], gradients[i].y);
  }
  draw(lesson, entropies, gradients);
}

// Averages the losses of ten steps each; x is the step in the middle.
show::Series curve(const std::string& name, const std::vector<double>& loss) {
  show::Series series{name, {}, {}};
  for (std::size_t at = 0; at + 10 <= loss.size(); at += 10) {
    double total = 0;
    for (std::size_t i = at; i < at + 10; ++i) total += loss[i];
    series.x.push_back(static_cast<double>(at) + 5);
    series.y.push_back(total / 10);
  }
  return series;
}

// Returns the lowest and the highest number: "0.01 to 0.03".
std::string span(std::vector<double> numbers, int decimals = 2) {
  std::sort(numbers.begin(), numbers.end());
  return rounded(numbers.front(), decimals) + " to " + rounded(numbers.back(), decimals);
}

void without_scale(Lesson& lesson) {
  lesson.step("Broken on purpose: no scale");
  const Index d_k = 256;
  Rows rows;
  std::vector<show::Series> curves;
  Index done = 0;
  for (const double rate : {0.003, 0.01, 0.03}) {
    std::vector<std::string> cells{show::short_number(rate)};
    for (const std::string name : {"dot", "scaled", "additive"}) {
      std::vector<double> last;
      for (const std::uint64_t seed : {1u, 2u, 3u}) {
        lesson.progress("learning pairs", ++done, 27);
        const PairsLearned run = learn_pairs(name, d_k, rate, seed);
        const show::Series smooth = curve(name, run.loss);
        last.push_back(smooth.y.back());
        if (rate == 0.01 && seed == 1) {
          curves.push_back(smooth);
          lesson.value(name + " first", percent(run.first_weight));
        }
      }
      cells.push_back(span(last));
    }
    rows.push_back(cells);
  }
  lesson.table({"learning rate", "dot", "scaled", "additive"}, rows);
  lesson.value("guess", rounded(std::log(10.0), 2));
  for (const show::Series& smooth : curves) lesson.watch("loss, " + smooth.name, smooth.y);
  lesson.figure("no-scale.svg",
                show::line_chart(
                    {"Learning pairs of words, d_k = 256", {"step"}, {"loss", "", false, {0, 8}}, curves}));
}

void tasks(Lesson& lesson) {
  lesson.step("Which score wins?");
  // [kinds]
  const auto of_the_library = [](const std::string& score) {
    return [score](Index size, Rng& rng) { return make_attention(score, size, size, 32, rng); };
  };
  const auto sharp_cosine = [](Index, Rng&) { return std::make_unique<SharpCosineAttention>(); };
  const auto projected = [](Index size, Rng& rng) {
    return std::make_unique<ProjectedAttention>(size, size, 32, rng);
  };
  const std::vector<std::pair<std::string, MakeAttention>> kinds = {
      {"dot", of_the_library("dot")},          {"scaled", of_the_library("scaled")},
      {"cosine", of_the_library("cosine")},    {"cosine x 10", sharp_cosine},
      {"general", of_the_library("general")},  {"projected", projected},
      {"additive", of_the_library("additive")}};
  // [/kinds]
  const std::vector<std::pair<std::string, Task>> all = {{"same", Task::same},
                                                         {"shuffled", Task::shuffled},
                                                         {"stretched", Task::stretched},
                                                         {"nearest", Task::nearest}};
  Rows accuracies, weights;
  std::vector<show::BarGroup> bars;
  Index done = 0;
  for (const auto& [name, make] : kinds) {
    std::vector<std::string> right{name}, weight{name};
    show::BarGroup means{name, {}};
    for (const auto& [task_name, task] : all) {
      std::vector<double> accuracy, share;
      for (const std::uint64_t seed : {1u, 2u, 3u}) {
        lesson.progress("trying scores", ++done, 84);
        const Outcome outcome = try_score(task, make, seed);
        accuracy.push_back(outcome.accuracy);
        share.push_back(outcome.weight);
      }
      right.push_back(span(accuracy));
      weight.push_back(span(share));
      means.values.push_back((share[0] + share[1] + share[2]) / 3);
      lesson.value(name + " " + task_name, percent((accuracy[0] + accuracy[1] + accuracy[2]) / 3));
      lesson.value(name + " " + task_name + " weight", percent(means.values.back()));
    }
    accuracies.push_back(right);
    weights.push_back(weight);
    if (name == "dot" || name == "cosine x 10" || name == "projected" || name == "additive")
      bars.push_back(means);
  }
  lesson.say("how often the right key gets the largest weight");
  lesson.table({"score", "same", "shuffled", "stretched", "nearest"}, accuracies);
  lesson.say("");
  lesson.say("the right key's weight");
  lesson.table({"score", "same", "shuffled", "stretched", "nearest"}, weights);
  lesson.figure("tasks.svg", show::bar_chart({"The right key's weight among ten",
                                              {"weight"},
                                              {"same", "shuffled", "stretched", "nearest"},
                                              bars}));
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"07", "Scores", "about 10 s on two cores"}, count, arguments, [](Lesson& lesson) {
    paper(lesson);
    logarithms(lesson);
    growing(lesson);
    without_scale(lesson);
    tasks(lesson);
  });
}
