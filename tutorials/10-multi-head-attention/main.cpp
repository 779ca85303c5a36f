// Lesson 10: multi-head attention. The lesson's page is README.md; the task is in task.h.
#include "autograd/operations/shape_functions.h"
#include "nn/attention/masks.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/10-multi-head-attention/task.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace heed;

namespace {

using Rows = std::vector<std::vector<std::string>>;

double mean_of(const std::vector<double>& numbers) {
  double total = 0;
  for (const double number : numbers) total += number;
  return total / static_cast<double>(numbers.size());
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

// A layer with all projections set to the identity.
MultiheadAttention& identity(MultiheadAttention& attention, Index size_of_words) {
  Tensor one = zeros({size_of_words, size_of_words});
  for (Index i = 0; i < size_of_words; ++i) one.at(i, i) = 1;
  for (auto& [name, parameter] : attention.state_dict()) {
    parameter.copy_from(name.ends_with("weight") ? one : zeros({size_of_words}));
  }
  return attention;
}

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
}

// Trains a model with these heads on questions with these relations, for each of three seeds.
std::vector<std::vector<double>> three_seeds(Index relations, Index heads, double rate) {
  std::vector<std::vector<double>> right;
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    Rng rng(seed);
    const Fetcher model(relations, heads, rng);
    train(model, rate, rng);
    right.push_back(right_answers(model));
  }
  return right;
}

void two_relations(Lesson& lesson) {
  lesson.step("Two questions at once");
  Rows rows;
  std::vector<double> better, worse;
  Index done = 0;
  // [sweep]
  for (const Index heads : {1, 2}) {
    for (const double rate : {0.001, 0.003, 0.01, 0.03}) {
      const std::vector<std::vector<double>> right = three_seeds(2, heads, rate);
      // [/sweep]
      lesson.progress("trainings", ++done, 8);
      rows.push_back({text(heads), text(rate)});
      for (const std::vector<double>& one : right) {
        rows.back().push_back(percent(one[0]) + " and " + percent(one[1]));
        if (heads == 1 && rate == 0.003) {
          better.push_back(std::max(one[0], one[1]));
          worse.push_back(std::min(one[0], one[1]));
        }
      }
    }
  }
  lesson.table({"heads", "rate", "seed 1", "seed 2", "seed 3"}, rows);
  lesson.value("better", percent(mean_of(better)));
  lesson.value("worse", percent(mean_of(worse)));
  lesson.watch("better", better, "worse", worse);
}

// [by hand]
// What one head can do for two positions: read them with unequal weights.
Tensor mixture(double weight_of_first) {
  return weight_of_first * tensor({0, 0, 1, 0}) +
         (1 - weight_of_first) * tensor({0, 1, 0, 0});  // token 2, then token 1
}
// [/by hand]

void one_head(Lesson& lesson) {
  lesson.step("What one head can and cannot do");
  lesson.show("even", mixture(0.5));
  lesson.show("unequal", mixture(0.7));
  lesson.watch("the other way round", mixture(0.3));
}

void how_many(Lesson& lesson) {
  lesson.step("How many heads?");
  Rows rows;
  std::vector<show::Series> curves;
  const std::vector<Index> head_counts = {1, 2, 4, 8};
  Index done = 0;
  for (const Index relations : {1, 2, 3, 4}) {
    rows.push_back({text(relations)});
    curves.push_back({relations == 1 ? "1 relation" : text(relations, " relations"), {}, {}});
    for (const Index heads : head_counts) {
      std::vector<double> seeds;
      for (const std::vector<double>& one : three_seeds(relations, heads, 0.003))
        seeds.push_back(mean_of(one));
      lesson.progress("trainings", ++done, 16);
      const auto [low, high] = std::minmax_element(seeds.begin(), seeds.end());
      rows.back().push_back(percent(*low) + " to " + percent(*high));
      curves.back().x.push_back(static_cast<double>(heads));
      curves.back().y.push_back(mean_of(seeds));
      lesson.value(text(relations, " by ", heads), percent(mean_of(seeds)));
    }
    lesson.watch(curves.back().name, curves.back().y);
  }
  lesson.table({"relations", "1 head", "2 heads", "4 heads", "8 heads"}, rows);
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

void what_heads_do(Lesson& lesson) {
  lesson.step("What heads do, and what is left without one");
  Rows rows;
  for (const Index heads : {2, 4}) {
    // [trained]
    Rng rng(1);
    const Fetcher model(2, heads, rng);
    train(model, 0.003, rng);
    const Tensor read = what_heads_read(model);  // (heads, relations)
    // [/trained]
    lesson.show(text("read by ", heads, " heads"), read);
    lesson.figure(text("read-", heads, ".svg"), drawn(text(heads, " heads, trained on two relations"), read));
    for (Index head = -1; head < heads; ++head) {
      const std::vector<double> right = right_answers(model, head);
      rows.push_back({head < 0 ? text(heads) : "", head < 0 ? "none" : text("head ", head), percent(right[0]),
                      percent(right[1])});
    }
  }
  lesson.table({"heads", "removed", "relation 0", "relation 1"}, rows);
  lesson.watch("removed", rows);
}

void broken(Lesson& lesson) {
  lesson.step("Broken on purpose: cut without turning");
  // [broken]
  const Tensor x = tensor({{{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}}});  // (1, 3, 4)
  const Tensor wrong = reshape(x, {1, 2, 3, 2});                             // the shape is right ...
  // [/broken]
  lesson.show("wrong", wrong);

  lesson.step("Fixed: change what must matter");
  // [blind]
  const auto last_output = [](bool turned, double first_entry) {
    const Tensor words = tensor({{{first_entry, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}}});
    const Tensor h = turned ? transpose(reshape(words, {1, 3, 2, 2}), 1, 2) : reshape(words, {1, 2, 3, 2});
    const Tensor read =
        matmul(softmax(matmul(h, transpose(h)) / 100.0, causal_mask(3)), h);  // self-attention
    const Tensor joined = turned ? reshape(transpose(read, 1, 2), {1, 3, 4}) : reshape(read, {1, 3, 4});
    return select(joined, 1, 2);  // the output of the last word
  };
  const bool wrong_sees = !all_close(last_output(false, 1), last_output(false, 50));
  const bool right_sees = !all_close(last_output(true, 1), last_output(true, 50));
  // [/blind]
  lesson.say("does the first word change the last output?  cut wrongly: ", wrong_sees ? "yes" : "no",
             ", cut rightly: ", right_sees ? "yes" : "no");
  lesson.watch("wrong_sees", wrong_sees, "right_sees", right_sees);
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"10", "Multi-head attention", "about 10 s on two cores"}, count, arguments,
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
