// Lesson 10: multi-head attention. The lesson's page is README.md; the task is in task.h.
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/threads.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/10-multi-head-attention/task.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>

using namespace heed;

namespace {

using Rows = std::vector<std::vector<std::string>>;

double mean_of(const std::vector<double>& numbers) {
  double total = 0;
  for (const double number : numbers) total += number;
  return total / static_cast<double>(numbers.size());
}

std::string range(const std::vector<double>& shares) {
  const auto [low, high] = std::minmax_element(shares.begin(), shares.end());
  return percent(*low) + " to " + percent(*high);
}

void shapes(Lesson& lesson) {
  lesson.step("One vector, cut in pieces");
  // [cut]
  const Tensor x =
      tensor({{{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}}});  // (1, 3, 4): three words of size 4
  const Tensor pieces = reshape(x, {1, 3, 2, 2});               // each word's vector in two pieces
  const Tensor heads = transpose(pieces, 1, 2);                 // (1, 2, 3, 2): head, word, piece
  // [/cut]
  lesson.show("heads", heads);
  lesson.watch("x", x, "pieces", pieces);
}

// [identity]
// A layer with all projections set to the identity.
MultiheadAttention& identity(MultiheadAttention& attention, Index size_of_words) {
  Tensor one = zeros({size_of_words, size_of_words});
  for (Index i = 0; i < size_of_words; ++i) one.at(i, i) = 1;
  for (auto& [name, parameter] : attention.state_dict()) {
    parameter.copy_from(name.ends_with("weight") ? one : zeros({size_of_words}));
  }
  return attention;
}
// [/identity]

void paper(Lesson& lesson) {
  lesson.step("Two heads on paper");
  // [paper]
  Rng rng(1);
  MultiheadAttention two(2, 2, 0, rng);
  identity(two, 2);
  const Variable X = tensor({{{0, 1}, {1, 1}}});  // x1 = (0, 1) and x2 = (1, 1): a number for each head
  const Tensor output = select(two(X, X, X, {}).value(), 0, 0);
  // [/paper]
  lesson.show("output", output);
  lesson.watch("X", X);
}

// [time]
// Times go to the terminal only: a page that is checked must be the same on every machine.
void time_heads() {
  const NoGrad guard;
  for (const Index heads : {1, 2, 8, 64}) {
    Rng rng(1);
    const MultiheadAttention attention(512, heads, 0, rng);
    const Variable words = random_normal({8, 100, 512}, rng);
    double best = INFINITY;
    for (int run = 0; run < 5; ++run) {
      const auto begin = std::chrono::steady_clock::now();
      attention(words, words, words, {});
      const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
      best = std::min(best, taken.count());
    }
    std::cerr << heads << " heads, 8 sentences of 100 words: " << rounded(best, 1) << " ms\n";
  }
}
// [/time]

void costs(Lesson& lesson) {
  lesson.step("What heads cost");
  Rows rows;
  // [cost]
  const Index d = 512, n = 100;  // size of a word, number of words
  for (const Index heads : {1, 2, 8, 64}) {
    Rng rng(1);
    const MultiheadAttention attention(d, heads, 0, rng);
    const Index d_k = d / heads;
    const Index projections = 4 * n * d * d;           // query, key, value and output
    const Index products = heads * (2 * n * n * d_k);  // scores and weighted sum, in each head
    const Index weights = heads * n * n;               // to exponentiate, and in training to keep
    rows.push_back(
        {text(heads), text(attention.parameter_count()), text(projections), text(products), text(weights)});
  }
  // [/cost]
  lesson.table({"heads", "parameters", "multiply-adds: projections", "scores and sums", "weights"}, rows);

  // [double]
  Rng rng(2);
  const Linear first(4, 4, rng), second(4, 4, rng);
  const Tensor x = random_normal({5, 4}, rng);
  const Tensor both = matmul(second.weight.value(), first.weight.value());  // (4, 4)
  const bool one_map = all_close(second(first(x)).value(), matmul(x, transpose(both)), 1e-4, 1e-5);
  // [/double]
  lesson.say("a projection after a projection is one projection: ", one_map ? "yes" : "no");
  lesson.watch("both", both, "one_map", one_map);
  time_heads();
}

// [setting]
struct Setting {
  Index relations = 2, heads = 1, hidden = 0;
  int steps = 500;
  double rate = 0.003;
};

struct Trained {
  std::vector<double> right;  // the share of right answers, for each relation
  Tensor read;                // (heads, relations): what_heads_read()
};
// [/setting]

// [seeds]
// Trains each setting with the seeds 1, 2 and 3, all at the same time. -> for each setting, three results.
std::vector<std::vector<Trained>> three_seeds(const std::vector<Setting>& settings) {
  std::vector<std::vector<Trained>> trained(settings.size(), std::vector<Trained>(3));
  parallel_tasks(static_cast<Index>(3 * settings.size()), [&](Index task) {
    const auto i = static_cast<std::size_t>(task / 3), seed = static_cast<std::size_t>(task % 3);
    const Setting& setting = settings[i];
    Rng rng(seed + 1);
    const Fetcher model(setting.relations, setting.heads, setting.hidden, rng);
    train(model, setting.steps, setting.rate, rng);
    trained[i][seed] = {right_answers(model), what_heads_read(model)};
  });
  return trained;
}
// [/seeds]

// [sweep]
// The same setting with each of these learning rates.
std::vector<Setting> rates_of(Setting setting, const std::vector<double>& rates) {
  std::vector<Setting> settings;
  for (const double rate : rates) {
    setting.rate = rate;
    settings.push_back(setting);
  }
  return settings;
}
// [/sweep]

void two_relations(Lesson& lesson) {
  lesson.step("Two questions at once");
  Rows rows;
  std::vector<double> better, worse;
  Index done = 0;
  // [trainings]
  const std::vector<Setting> trainings[] = {
      rates_of({.heads = 1}, {0.001, 0.003, 0.01, 0.03}),
      rates_of({.heads = 1, .steps = 3000}, {0.001, 0.003}),
      rates_of({.heads = 2}, {0.001, 0.003, 0.01, 0.03}),
  };
  // [/trainings]
  for (const std::vector<Setting>& settings : trainings) {
    const std::vector<std::vector<Trained>> results = three_seeds(settings);
    for (std::size_t i = 0; i < settings.size(); ++i) {
      rows.push_back({text(settings[i].heads), text(settings[i].steps), text(settings[i].rate)});
      for (const Trained& one : results[i]) {
        rows.back().push_back(percent(one.right[0]) + " and " + percent(one.right[1]));
        if (settings[i].steps != 3000) continue;
        better.push_back(std::max(one.right[0], one.right[1]));
        worse.push_back(std::min(one.right[0], one.right[1]));
      }
    }
    lesson.progress("groups of trainings", ++done, 3);
  }
  lesson.table({"heads", "steps", "rate", "seed 1", "seed 2", "seed 3"}, rows);
  lesson.watch("trainings", rows);
  lesson.value("better", percent(mean_of(better)));
  lesson.value("worse", percent(mean_of(worse)));
}

// [by hand]
// What one head can do for two positions: read them with these weights.
Tensor mixture(double weight_of_first) {  // token 2, then token 1
  return weight_of_first * tensor({0, 0, 1, 0}) + (1 - weight_of_first) * tensor({0, 1, 0, 0});
}
// [/by hand]

void one_head(Lesson& lesson) {
  lesson.step("What one head can and cannot do");
  lesson.show("even", mixture(0.5));
  lesson.show("unequal", mixture(0.7));
  lesson.watch("the other way round", mixture(0.3));
  Rows rows;
  for (const Index hidden : {0, 128}) {
    const std::string after = hidden == 0 ? "linear answer" : "hidden layer";
    // [after]
    const std::vector<Setting> settings =
        rates_of({.heads = 1, .hidden = hidden, .steps = 1000}, {0.001, 0.003, 0.01});
    const std::vector<std::vector<Trained>> results = three_seeds(settings);
    // [/after]
    for (std::size_t i = 0; i < settings.size(); ++i) {
      std::vector<double> larger, smaller, right;
      for (const Trained& one : results[i]) {
        larger.push_back(static_cast<double>(max(one.read).item()));
        smaller.push_back(static_cast<double>(sum(one.read).item()) - larger.back());
        right.push_back(mean_of(one.right));
      }
      rows.push_back({after, text(settings[i].rate), rounded(mean_of(larger), 2),
                      rounded(mean_of(smaller), 2), range(right)});
      if (settings[i].rate != 0.003) continue;
      lesson.value(after, percent(mean_of(right)));
      lesson.value(after + ", larger", rounded(mean_of(larger), 1));
      lesson.value(after + ", smaller", rounded(mean_of(smaller), 1));
    }
    lesson.progress("groups of trainings", hidden == 0 ? 1 : 2, 2);
  }
  lesson.table({"after one head", "rate", "larger weight", "smaller weight", "right"}, rows);
  lesson.watch("after one head", rows);
}

// [best]
// The answers of three seeds, at the better of two learning rates.
std::vector<double> best_of_rates(const Setting& setting) {
  std::vector<double> best = {0};
  for (const std::vector<Trained>& seeds : three_seeds(rates_of(setting, {0.003, 0.01}))) {
    std::vector<double> right;
    for (const Trained& one : seeds) right.push_back(mean_of(one.right));
    if (mean_of(right) > mean_of(best)) best = right;
  }
  return best;
}
// [/best]

void how_many(Lesson& lesson) {
  lesson.step("How many heads?");
  Rows rows;
  std::vector<show::Series> curves;
  Index done = 0;
  for (const Index hidden : {0, 128}) {
    for (const Index relations : {2, 3, 4}) {
      const std::string after = hidden == 0 ? "linear" : "hidden";
      rows.push_back({hidden == 0 ? "linear answer" : "hidden layer", text(relations)});
      curves.push_back({text(relations, " relations, ", after), {}, {}});
      for (const Index heads : {1, 2, 4, 8}) {
        const std::vector<double> right = best_of_rates(
            {.relations = relations, .heads = heads, .hidden = hidden, .steps = hidden == 0 ? 500 : 1000});
        rows.back().push_back(range(right));
        curves.back().x.push_back(static_cast<double>(heads));
        curves.back().y.push_back(mean_of(right));
        lesson.value(text(relations, " by ", heads, " ", after), percent(mean_of(right)));
        lesson.progress("six trainings at a time", ++done, 24);
      }
    }
  }
  lesson.watch("after the heads", rows);
  lesson.table({"after the heads", "relations", "1 head", "2 heads", "4 heads", "8 heads"}, rows);
  lesson.figure("heads.svg", show::line_chart({"Right answers, mean of three seeds",
                                               {"heads", "", true},
                                               {"right", "", false, {0.4, 1}},
                                               curves}));
}

std::string drawn(const std::string& title, const Tensor& read) {
  show::HeatMap map;
  map.title = title;
  map.row_axis = "head";
  map.column_axis = "relation";
  map.value = "weight on the wanted position";
  map.matrix = {read.size(0), read.size(1), read.to_doubles()};
  for (Index h = 0; h < read.size(0); ++h) map.row_labels.push_back(text("head ", h));
  for (Index r = 0; r < read.size(1); ++r) map.column_labels.push_back(text("relation ", r));
  map.low = 0;
  map.high = 1;
  return show::heat_map(map);
}

// The two heads that give the most weight to this relation.
std::vector<Index> two_readers(const Tensor& read, Index relation) {
  std::vector<Index> heads;
  for (Index h = 0; h < read.size(0); ++h) heads.push_back(h);
  std::sort(heads.begin(), heads.end(),
            [&](Index a, Index b) { return read(a, relation) > read(b, relation); });
  return {std::min(heads[0], heads[1]), std::max(heads[0], heads[1])};
}

void what_heads_do(Lesson& lesson) {
  lesson.step("What heads do, and what is left without one");
  Rows rows;
  for (const Index heads : {2, 4}) {
    // [trained]
    Rng rng(1);
    const Fetcher model(2, heads, 0, rng);
    train(model, 500, 0.003, rng);
    const Tensor read = what_heads_read(model);  // (heads, relations)
    std::vector<std::vector<Index>> removals = {{}};
    for (Index head = 0; head < heads; ++head) removals.push_back({head});
    if (heads == 4) removals.insert(removals.end(), {two_readers(read, 0), two_readers(read, 1)});
    // [/trained]
    lesson.show(text("read by ", heads, " heads"), read);
    lesson.figure(text("read-", heads, ".svg"), drawn(text(heads, " heads, trained on two relations"), read));
    for (const std::vector<Index>& removed : removals) {
      const std::vector<double> right = right_answers(model, removed);
      std::string names = removed.empty() ? "none" : removed.size() == 1 ? "head " : "heads ";
      for (const Index head : removed) names += (head == removed.front() ? "" : " and ") + text(head);
      rows.push_back({removed.empty() ? text(heads) : "", names, percent(right[0]), percent(right[1])});
    }
  }
  lesson.table({"heads", "removed", "relation 0", "relation 1"}, rows);
  lesson.watch("removed", rows);
}

// [attend]
// Self-attention with two heads and no projections: cut, attend in each head, join. words (1, time, 4).
Tensor attend(const Tensor& words, const Tensor& mask, bool turned) {
  const Index time = words.size(1);
  const Tensor heads =
      turned ? transpose(reshape(words, {1, time, 2, 2}), 1, 2) : reshape(words, {1, 2, time, 2});
  const Tensor read = matmul(softmax(matmul(heads, transpose(heads)), mask), heads);
  return turned ? reshape(transpose(read, 1, 2), {1, time, 4}) : reshape(read, {1, time, 4});
}
// [/attend]

void broken(Lesson& lesson) {
  lesson.step("Broken on purpose: cut without turning");
  // [broken]
  const Tensor x = tensor({{{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}}});  // (1, 3, 4)
  const Tensor wrong = reshape(x, {1, 2, 3, 2});                             // the shape is right ...
  // [/broken]
  lesson.show("wrong", wrong);

  lesson.step("Fixed: change what must matter");
  // [blind]
  Rng rng(3);
  const Tensor first = random_normal({1, 1, 4}, rng), middle = random_normal({1, 4, 4}, rng),
               last = random_normal({1, 1, 4}, rng), other = random_normal({1, 1, 4}, rng);
  const Tensor words = concatenate({first, middle, last}, 1);  // (1, 6, 4)
  Rows rows = {{"first word, seen by the last", "yes"},
               {"last word, seen by earlier words", "no"},
               {"padding added, seen by the words", "no"}};
  for (const bool turned : {false, true}) {
    const auto run = [&](const Tensor& input) { return attend(input, causal_mask(input.size(1)), turned); };
    const auto change = [&](const Tensor& changed, Index begin,
                            Index end) {  // of the outputs begin to end - 1
      const Tensor difference = slice(run(words), 1, begin, end) - slice(run(changed), 1, begin, end);
      return rounded(static_cast<double>(max(abs(difference)).item()), 2);
    };
    rows[0].push_back(change(concatenate({other, middle, last}, 1), 5, 6));
    rows[1].push_back(change(concatenate({first, middle, other}, 1), 0, 5));
    rows[2].push_back(change(concatenate({words, zeros({1, 2, 4})}, 1), 0, 6));
  }
  // [/blind]
  lesson.table({"change", "must matter", "cut wrongly", "cut rightly"}, rows);
  lesson.watch("words", words, "first word", rows[0], "last word", rows[1], "padding", rows[2]);
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"10", "Multi-head attention", "about 30 s on two cores"}, count, arguments,
                    [](Lesson& lesson) {
                      shapes(lesson);
                      paper(lesson);
                      costs(lesson);
                      two_relations(lesson);
                      one_head(lesson);
                      how_many(lesson);
                      what_heads_do(lesson);
                      broken(lesson);
                    });
}
