// Lesson 06: attention in three steps - similarity, weights, weighted sum. The lesson's
// page is README.md.
#include "autograd/operations/shape_functions.h"
#include "nn/attention/multihead.h"
#include "nn/attention/scores.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/lesson.h"

#include <cmath>

using namespace heed;

namespace {

using Vector = std::vector<double>;

double similarity(const Vector& query, const Vector& key) {
  double score = 0;
  for (std::size_t i = 0; i < key.size(); ++i) score += query[i] * key[i];
  return score;
}

Vector to_weights(const Vector& scores) {
  double total = 0;
  for (const double score : scores) total += std::exp(score);
  Vector weights;
  for (const double score : scores) weights.push_back(std::exp(score) / total);
  return weights;
}

Vector weighted_sum(const Vector& weights, const std::vector<Vector>& values) {
  Vector output(values[0].size(), 0);
  for (std::size_t key = 0; key < values.size(); ++key) {
    for (std::size_t i = 0; i < output.size(); ++i) output[i] += weights[key] * values[key][i];
  }
  return output;
}

std::string listed(const Vector& numbers) {
  std::string result;
  for (const double number : numbers) result += "  " + rounded(number, 4);
  return result;
}

std::string drawn(const Tensor& weights) {
  const show::Matrix matrix{weights.size(0), weights.size(1), weights.to_doubles()};
  const std::vector<std::string> queries = {"a thing?", "a deed?", "anything?"},
                                 keys = {"the", "fox", "jumps"};
  return show::heat_map(
      {"Weight of each word for each query", "query", "key", "weight", queries, keys, matrix, 0, 1});
}

// [attend]
struct Answer {
  Tensor output;   // (queries, d_v)
  Tensor weights;  // (queries, keys)
};

Answer attend(const Tensor& Q, const Tensor& K, const Tensor& V) {
  const Tensor scores = matmul(Q, transpose(K));  // (queries, d_k) x (d_k, keys)
  const Tensor weights = softmax(scores);         // each row sums to 1
  return {matmul(weights, V), weights};
}
// [/attend]

// [multihead]
// Two heads of size 1; one attends to the first entry, the other to the second. All four
// projections are the identity.
Tensor two_heads(const Tensor& X) {
  Rng rng(1);
  MultiheadAttention attention(2, 2, 0, rng);
  for (auto& [name, parameter] : attention.state_dict()) {
    parameter.copy_from(name.ends_with("weight") ? tensor({{1, 0}, {0, 1}}) : zeros({2}));
  }
  const Tensor batch = unsqueeze(X, 0);  // (1, time, size): modules take batches
  return select(attention(batch, batch, batch, {}).value(), 0, 0);
}
// [/multihead]

// [sharpness]
// Returns the weight of the right key among n keys, if its score is `gap` higher than all others.
double share_of_the_right_key(Index n, double gap) {
  Tensor K = zeros({n, 2});
  K.at(0, 0) = 1;
  const Tensor q = tensor({{gap, 0}});
  return static_cast<double>(attend(q, K, zeros({n, 1})).weights(0, 0));
}
// [/sharpness]

void cast_and_steps(Lesson& lesson) {
  lesson.step("Three words and a question");
  // [cast]
  const std::vector<Vector> keys = {{0, 0}, {2, 1}, {1, 2}};                // the, fox, jumps
  const std::vector<Vector> values = {{10, 0, 0}, {0, 10, 0}, {0, 4, 10}};  // article, animal, motion
  const Vector query = {1, 0};                                              // "which of you is a thing?"
  // [/cast]
  lesson.say("3 keys of size 2, 3 values of size 3, 1 query of size 2");
  lesson.watch("keys", keys, "values", values, "query", query);

  lesson.step("One: similarity");
  // [one]
  Vector scores;
  for (const Vector& key : keys) scores.push_back(similarity(query, key));
  // [/one]
  lesson.say("        the     fox     jumps");
  lesson.say("scores", listed(scores));
  lesson.watch("scores", scores);

  lesson.step("Two: weights");
  // [two]
  const Vector weights = to_weights(scores);
  // [/two]
  lesson.say("         the     fox     jumps");
  lesson.say("weights", listed(weights));
  lesson.say("sum      ", rounded(weights[0] + weights[1] + weights[2], 4));
  lesson.value("fox", rounded(weights[1], 3));
  lesson.watch("weights", weights);

  lesson.step("Three: the weighted sum");
  // [three]
  const Vector output = weighted_sum(weights, values);
  // [/three]
  lesson.say("        article animal  motion");
  lesson.say("output", listed(output));
  lesson.watch("output", output);
}

void matrices(Lesson& lesson) {
  lesson.step("The same as matrices");
  // [matrices]
  const Tensor Q = tensor({{1, 0}, {0, 1}, {0, 0}});  // a thing? a deed? anything?
  const Tensor K = tensor({{0, 0}, {2, 1}, {1, 2}});
  const Tensor V = tensor({{10, 0, 0}, {0, 10, 0}, {0, 4, 10}});
  const auto [output, weights] = attend(Q, K, V);
  // [/matrices]
  lesson.show("weights", weights);
  lesson.show("output", output);
  lesson.watch("Q", Q, "K", K, "V", V, "scores", matmul(Q, transpose(K)));
  lesson.figure("weights.svg", drawn(weights));

  lesson.step("The formula of the documents");
  // [formula]
  const Variable batch_Q = unsqueeze(Q, 0), batch_K = unsqueeze(K, 0), batch_V = unsqueeze(V, 0);
  const Attended scaled = ScaledDotAttention()(batch_Q, batch_K, batch_V);
  // [/formula]
  const Tensor scaled_weights = select(scaled.weights.value(), 0, 0);  // the first sentence of the batch
  lesson.show("scaled weights", scaled_weights);
  lesson.watch("batch_Q", batch_Q, "batch_K", batch_K, "batch_V", batch_V);
  lesson.value("plain fox", rounded(static_cast<double>(weights(0, 1)), 3));
  lesson.value("scaled fox", rounded(static_cast<double>(scaled_weights(0, 1)), 3));
}

void lengths(Lesson& lesson) {
  lesson.step("Lengths that differ");
  std::vector<std::vector<std::string>> rows;
  // [lengths]
  Rng rng(6);
  const Index d_k = 2, d_v = 3;
  for (const auto& [queries, keys] : {std::pair<Index, Index>{1, 3}, {3, 3}, {4, 9}, {9, 4}}) {
    const Answer answer = attend(random_normal({queries, d_k}, rng), random_normal({keys, d_k}, rng),
                                 random_normal({keys, d_v}, rng));
    rows.push_back({text(queries), text(keys), text(answer.weights.shape()), text(answer.output.shape())});
  }
  // [/lengths]
  lesson.table({"queries", "keys", "weights", "output"}, rows);

  lesson.step("The shapes of document 3, 4.3");
  // [shapes]
  const Tensor query = random_uniform({16, 512}, rng);
  const Tensor key = random_uniform({16, 512}, rng);
  const Tensor value = random_uniform({16, 512}, rng);
  const Answer answer = attend(query / std::sqrt(512.0), key, value);
  // [/shapes]
  lesson.watch("query", query, "key", key, "value", value);
  lesson.watch("answer.output", answer.output, "answer.weights", answer.weights);
  lesson.say("output  ", answer.output.shape());
  lesson.say("weights ", answer.weights.shape());
}

void worked_example(Lesson& lesson) {
  lesson.step("The worked example of document 3");
  // [example]
  const Tensor x = tensor({{0}, {1}});  // two elements, each a vector of one number: d_k = 1
  const auto [output, weights] = attend(x, x, x);
  const Tensor X = tensor({{0, 1}, {1, 1}});  // two elements of two numbers, one for each head
  const Tensor heads = two_heads(X);
  // [/example]
  lesson.watch("x", x, "X", X, "heads", heads);
  lesson.show("weights", weights);
  lesson.show("output", output);
  lesson.show("two heads", heads);
}

void broken(Lesson& lesson) {
  lesson.step("Broken on purpose: the wrong axis");
  // [broken]
  const Tensor Q = tensor({{1, 0}});
  const Tensor K = tensor({{0, 0}, {2, 1}, {1, 2}});
  const Tensor V = tensor({{10, 0, 0}, {0, 10, 0}, {0, 4, 10}});
  const Tensor scores = matmul(Q, transpose(K));                        // (1, 3)
  const Tensor broken_weights = transpose(softmax(transpose(scores)));  // over the queries!
  // [/broken]
  lesson.watch("Q", Q, "K", K, "V", V, "scores", scores, "broken_weights", broken_weights);
  lesson.show("broken weights", broken_weights);
  lesson.show("broken output", matmul(broken_weights, V));

  lesson.step("Fixed");
  // [fixed]
  const Tensor weights = softmax(scores);  // over the keys: the last axis
  const bool good = all_close(sum(weights, -1), ones({1}), 1e-5);
  const bool bad = all_close(sum(broken_weights, -1), ones({1}), 1e-5);
  // [/fixed]
  lesson.watch("weights", weights, "good", good, "bad", bad);
  lesson.say("rows of the broken weights sum to 1: ", bad ? "yes" : "no");
  lesson.say("rows of the fixed weights sum to 1:  ", good ? "yes" : "no");
}

void sharpness(Lesson& lesson) {
  lesson.step("How much of the answer is the fox?");
  const std::vector<Index> lengths = {3, 10, 30, 100, 300, 1000};
  std::vector<std::vector<std::string>> rows;
  std::vector<show::Series> series;
  // [measure]
  for (const double gap : {1.0, 2.0, 4.0, 8.0}) {
    series.push_back({"gap " + rounded(gap, 0), {}, {}});
    for (const Index n : lengths) {
      series.back().x.push_back(static_cast<double>(n));
      series.back().y.push_back(share_of_the_right_key(n, gap));
    }
  }
  // [/measure]
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    rows.push_back({text(lengths[i])});
    for (const show::Series& one : series) rows.back().push_back(percent(one.y[i], 1));
  }
  lesson.watch("lengths", lengths);
  for (const show::Series& one : series) lesson.watch(one.name, one.y);
  lesson.table({"keys", "gap 1", "gap 2", "gap 4", "gap 8"}, rows);
  lesson.value("short", percent(series[1].y[0]));
  lesson.value("long", percent(series[1].y[4], 1));
  lesson.value("far", percent(series[3].y[4]));
  lesson.value("logarithm", rounded(std::log(299.0), 1));
  lesson.value("half", percent(share_of_the_right_key(300, std::log(299.0))));
  lesson.figure(
      "sharpness.svg",
      show::line_chart({"The right key's weight", {"keys", "", true}, {"weight", "", false}, series}));
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"06", "Query, key, value in three steps", "less than a second"}, count, arguments,
                    [](Lesson& lesson) {
                      cast_and_steps(lesson);
                      matrices(lesson);
                      lengths(lesson);
                      worked_example(lesson);
                      broken(lesson);
                      sharpness(lesson);
                    });
}
