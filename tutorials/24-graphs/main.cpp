// Lesson 24: neighbours that count more than others, in graphs; and a policy that learns by reward which object to read.
// The lesson's page is README.md.
#include "autograd/operations/softmax.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/24-graphs/graphs.h"
#include "tutorials/24-graphs/world.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

constexpr Index seeds = 3;

// [people]
// Row i: whom person i knows.
Tensor friends() { return tensor({{0, 1, 1, 1}, {1, 0, 0, 0}, {0, 0, 0, 0}, {0, 1, 1, 0}}); }
// Row i: the opinion of person i, with one column for each of the two opinions.
Tensor opinions_of_all() { return tensor({{0, 0}, {1, 0}, {1, 0}, {0, 1}}); }
// [/people]

void on_paper(Lesson& lesson) {
  lesson.step("A node reads its neighbours");
  // [paper]
  const Tensor neighbours = friends(), opinion = opinions_of_all();
  const Tensor trust = tensor({0, 1, 0, 3});
  const Tensor equal = softmax(zeros({4, 4}), neighbours);
  const Tensor by_trust = softmax(expand(trust, {4, 4}), neighbours);
  lesson.show("equal", equal);
  lesson.show("mean", matmul(equal, opinion));
  lesson.show("by trust", by_trust);
  lesson.show("read", matmul(by_trust, opinion));
  // [/paper]
  lesson.watch("neighbours", neighbours, "opinion", opinion, "trust", trust);
}

// Trains each model with each seed. Returns the models of the last seed.
std::vector<std::unique_ptr<GraphModel>> gossips(Lesson& lesson) {
  lesson.step("Friends that count more");
  std::vector<std::unique_ptr<GraphModel>> kept;
  std::vector<std::vector<std::string>> rows;
  for (const std::string name : {"mean", "mean, hidden layer before", "GAT", "GATv2"}) {
    rows.push_back({name, ""});
    double all = 0;
    for (Index seed = 1; seed <= seeds; ++seed) {
      auto model = learn_gossip(name, seed);
      Rng rng(99);
      const double right = share_right(*model, gossip(200, rng));
      rows.back()[1] = text(model->parameter_count());
      rows.back().push_back(percent(right, 1));
      all += right / seeds;
      if (seed == seeds) kept.push_back(std::move(model));
    }
    lesson.value("gossip " + name, percent(all));
  }
  lesson.table({"model", "parameters", "seed 1", "seed 2", "seed 3"}, rows);
  return kept;
}

show::HeatMap map_of(const std::string& title, const Tensor& weights, std::vector<std::string> names) {
  return {title,
          "reads",
          "is read",
          "weight",
          names,
          names,
          {weights.size(0), weights.size(1), weights.contiguous().to_doubles()},
          0,
          1};
}

void who_is_read(Lesson& lesson, const GraphModel& gat) {
  Rng rng(7);
  Graphs one = gossip(1, rng);
  const Tensor weights = gat.weights(one)[0];
  std::vector<Index> order(people);  // most trusted first
  std::vector<std::string> names;
  for (Index i = 0; i < people; ++i)
    order[static_cast<std::size_t>(people - 1 -
                                   std::lround(static_cast<double>(one.x(0, i, opinions)) * people))] = i;
  Tensor sorted = zeros({people, people});
  for (Index i = 0; i < people; ++i) {
    names.push_back(text(i + 1));
    for (Index j = 0; j < people; ++j)
      sorted.at(i, j) = weights(order[static_cast<std::size_t>(i)], order[static_cast<std::size_t>(j)]);
  }
  lesson.figure("gossip.svg",
                show::heat_map(map_of("GAT: who reads whom (1 is the most trusted)", sorted, names)));
}

void same_order(Lesson& lesson) {
  lesson.step("The same order for everybody");
  // [order]
  const Tensor from_reader = tensor({-3, 0, 2});  // a_q . W x_i: a number for each reader
  const Tensor from_read = tensor({1, 3, 2});     // a_k . W x_j: a number for each node that is read
  const Tensor scores = leaky_relu(unsqueeze(from_reader, 1) + unsqueeze(from_read, 0)).value();
  lesson.show("scores of GAT", scores);
  lesson.show("weights of GAT", softmax(scores));
  const Tensor q = from_values({3, 3}, {4, 0, 0, 0, 4, 0, 0, 0, 4});  // W_q x_i
  const Tensor k = q * -1.0;                                          // W_k x_j
  const Tensor pairs = unsqueeze(q, 1) + unsqueeze(k, 0);             // (readers, read, 3)
  const Tensor second = matmul(leaky_relu(pairs).value(), full({3, 1}, -1));
  lesson.show("scores of GATv2", squeeze(second, 2));
  lesson.show("weights of GATv2", softmax(squeeze(second, 2)));
  // [/order]
}

void dictionaries(Lesson& lesson) {
  lesson.step("A dictionary");
  std::vector<std::vector<std::string>> rows;
  for (const std::string name : {"mean", "mean, hidden layer before", "GAT", "GAT, 4 heads", "GATv2"}) {
    rows.push_back({name, ""});
    for (const Index words : {4, 8, 10}) {
      double all = 0;
      for (Index seed = 1; seed <= seeds; ++seed) {
        const auto model = learn_dictionary(name, words, seed);
        Rng rng(99);
        const Graphs test = dictionary(words, 200, rng);
        all += share_right(*model, test) / seeds;
        rows.back()[1] = text(model->parameter_count());
        if (seed > 1 || words != 8 || (name != "GAT" && name != "GATv2")) continue;
        const Tensor read = slice(slice(model->weights(test)[0], 0, 0, words), 1, words, 2 * words);
        lesson.figure(name == "GAT" ? "gat.svg" : "gatv2.svg",
                      show::heat_map(map_of(name + ": readers and entries", read,
                                            {"a", "b", "c", "d", "e", "f", "g", "h"})));
      }
      rows.back().push_back(percent(all));
      lesson.value(text(name, " ", words), percent(all));
      lesson.progress("dictionaries", static_cast<Index>(rows.size()), 5);
    }
  }
  lesson.table({"mean of three seeds", "parameters (10 words)", "4 words", "8 words", "10 words"}, rows);
}

void broken(Lesson& lesson, const std::vector<std::unique_ptr<GraphModel>>& models) {
  lesson.step("Broken on purpose: the arrows turned round");
  // [broken]
  Rng rng(99);
  const Graphs test = gossip(200, rng);
  const Graphs turned{test.x, transpose(test.neighbours).contiguous(), test.targets};
  // [/broken]
  std::vector<std::vector<std::string>> rows;
  const char* const names[] = {"mean", "mean, hidden layer before", "GAT", "GATv2"};
  for (std::size_t i = 0; i < 4; ++i)
    rows.push_back(
        {names[i], percent(share_right(*models[i], test)), percent(share_right(*models[i], turned))});
  lesson.table({"model of seed 3", "right way", "turned round"}, rows);
  lesson.value("turned", rows[3][2]);

  lesson.step("Fixed: ask one node whom it reads");
  // [fixed]
  const auto readings = [](const Graphs& graphs) {
    const Tensor counts = sum(graphs.neighbours[0], 1);  // a row is a reader: how many does each read?
    return text("from ", min(counts).item(), " to ", max(counts).item());
  };
  lesson.table({"graph", "one node reads"},
               {{"right way", readings(test)}, {"turned round", readings(turned)}});
  // [/fixed]
}

void rewards(Lesson& lesson) {
  lesson.step("A reward in place of an answer");
  // [bandit]
  // Two actions, each with probability 1/2. The first one brings 11, the second one 10.
  std::vector<std::vector<std::string>> rows;
  for (const double baseline : {0.0, 10.0, 10.5}) {
    const double first = (1 - 0.5) * (11 - baseline);  // the estimate if the first action is drawn
    const double second = -0.5 * (10 - baseline);      // and if the second one is
    const double mean = 0.5 * first + 0.5 * second;
    const double spread = std::sqrt(0.5 * first * first + 0.5 * second * second - mean * mean);
    rows.push_back(
        {rounded(baseline, 1), rounded(first, 2), rounded(second, 2), rounded(mean, 2), rounded(spread, 2)});
  }
  // [/bandit]
  lesson.table({"baseline", "first drawn", "second drawn", "mean", "deviation"}, rows);
}

// Means of 50 updates.
show::Series smooth(const std::string& name, const std::vector<double>& reached) {
  show::Series series{name, {}, {}};
  for (std::size_t begin = 0; begin + 50 <= reached.size(); begin += 50) {
    double mean = 0;
    for (std::size_t i = begin; i < begin + 50; ++i) mean += reached[i] / 50;
    series.x.push_back(static_cast<double>(begin + 50));
    series.y.push_back(std::round(1000 * mean) / 10);
  }
  return series;
}

std::vector<std::unique_ptr<Policy>> policies(Lesson& lesson) {
  lesson.step("A policy that attends");
  std::vector<std::unique_ptr<Policy>> kept;
  std::vector<std::vector<std::string>> rows;
  show::LineChart chart;
  chart.title = "Episodes that reach the named object";
  chart.x = {"updates of 64 episodes", ""};
  chart.y = {"reached", "%", false, {0, 100}};
  for (const std::string& name : policy_names()) {
    TrainedPolicy trained =
        train_policy(name, 1, [&](Index done, Index total) { lesson.progress(name, done, total); });
    Rng rng(99);
    const Walked walked = try_out(*trained.policy, 1000, rng);
    rows.push_back({name, percent(walked.named), percent(walked.other), percent(walked.nowhere)});
    lesson.value(name, percent(walked.named));
    chart.series.push_back(smooth(name, trained.reached));
    kept.push_back(std::move(trained.policy));
  }
  Rng rng(99);
  const Walked straight = walk_straight(1000, rng);
  rows.push_back({"(walks straight to it)", percent(straight.named), percent(straight.other),
                  percent(straight.nowhere)});
  lesson.value("straight", percent(straight.named));
  lesson.table({"seed 1", "reached the named object", "another object", "none"}, rows);
  lesson.figure("reward.svg", show::line_chart(chart));
  return kept;
}

void reading(Lesson& lesson, const Policy& policy) {
  lesson.step("What the policy reads");
  // [reads]
  const NoGrad guard;
  Rng rng(5);
  std::vector<World> worlds;
  for (int i = 0; i < 1000; ++i) worlds.emplace_back(rng);
  const Tensor weights = policy(observe(worlds)).weights.value();  // (1000, objects)
  Tensor table = zeros({kinds, kinds});                            // instruction, kind of the object
  std::vector<double> asked(kinds, 0);
  for (Index w = 0; w < 1000; ++w) {
    const World& world = worlds[static_cast<std::size_t>(w)];
    for (Index i = 0; i < kinds; ++i)
      table.at(world.named, world.kind[static_cast<std::size_t>(i)]) += weights(w, i);
    ++asked[static_cast<std::size_t>(world.named)];
  }
  for (Index i = 0; i < kinds; ++i)
    for (Index j = 0; j < kinds; ++j)
      table.at(i, j) /= static_cast<Scalar>(asked[static_cast<std::size_t>(i)]);
  // [/reads]
  lesson.show("table", table);
  double named = 0;
  for (Index i = 0; i < kinds; ++i) named += static_cast<double>(table(i, i)) / kinds;
  lesson.value("on named", percent(named));
  show::HeatMap map = map_of("Mean weight, by instruction and kind", table, {"key", "cup", "ball", "book"});
  map.row_axis = "instruction";
  map.column_axis = "object";
  lesson.figure("reads.svg", show::heat_map(map));
}

}  // namespace

int main(int count, char** arguments) {
  const auto steps = [](Lesson& lesson) {
    on_paper(lesson);
    const auto models = gossips(lesson);
    who_is_read(lesson, *models[2]);
    same_order(lesson);
    dictionaries(lesson);
    broken(lesson, models);
    rewards(lesson);
    const auto walkers = policies(lesson);
    reading(lesson, *walkers[0]);
  };
  return run_lesson({"24", "Graphs, and a policy that attends", "about 30 s on two cores"}, count, arguments,
                    steps);
}
