// Lesson 04: a network that learns. The lesson's page is README.md; the network is in network.h.
#include "autograd/operations/arithmetic.h"
#include "autograd/operations/losses.h"
#include "autograd/operations/products.h"
#include "nn/show/chart.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/views.h"
#include "tutorials/04-a-network-that-learns/by_hand.h"
#include "tutorials/04-a-network-that-learns/drawing.h"
#include "tutorials/04-a-network-that-learns/network.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

using Rows = std::vector<std::vector<std::string>>;

void neuron(Lesson& lesson) {
  lesson.step("One neuron on paper");
  // [neuron]
  const double w = 1, b = 0, x = 2, y = 0;  // the right answer is 0
  const double z = w * x + b;               // the logit
  const double p = 1 / (1 + std::exp(-z));  // the probability of 1
  const double loss = -(y * std::log(p) + (1 - y) * std::log(1 - p));
  const double dz = p - y, dw = dz * x, db = dz;
  // [/neuron]
  // [tape]
  const Variable weight = leaf(tensor({{1}})), bias = leaf(tensor({0}));
  const Variable taped = binary_cross_entropy_with_logits(linear(tensor({{2}}), weight, bias), tensor({{0}}));
  taped.backward();
  // [/tape]
  lesson.table({"", "p", "loss", "dL/dz", "dL/dw", "dL/db"},
               {{"by hand", rounded(p, 3), rounded(loss, 3), rounded(dz, 3), rounded(dw, 3), rounded(db, 3)},
                {"library", "", rounded(static_cast<double>(taped.item()), 3), "",
                 rounded(static_cast<double>(weight.grad().item()), 3),
                 rounded(static_cast<double>(bias.grad().item()), 3)}});
  lesson.watch("p", p, "loss", loss, "dz", dz, "dw", dw, "db", db);
}

// The probability of spiral 1 over the whole picture: (side, side), row 0 at the top.
Tensor over_the_plane(Network& network) {
  const Index side = 40;
  Tensor places = zeros({side * side, 2});
  for (Index row = 0; row < side; ++row) {
    for (Index column = 0; column < side; ++column) {
      places.at(row * side + column, 0) =
          static_cast<Scalar>(-1.2 + 2.4 * (static_cast<double>(column) + 0.5) / side);
      places.at(row * side + column, 1) =
          static_cast<Scalar>(1.2 - 2.4 * (static_cast<double>(row) + 0.5) / side);
    }
  }
  const NoGrad guard;
  return reshape(sigmoid(network(places).value()), {side, side});
}

const Points& training_points() {
  static Rng rng(4);
  static const Points points = spirals(200, 0, rng);
  return points;
}
const Points& new_points() {
  static Rng rng(5);
  static const Points points = spirals(1000, 0, rng);
  return points;
}

void spiral(Lesson& lesson) {
  lesson.step("A picture to learn");
  std::vector<Panel> panels;
  Rows rows;
  // [first run]
  Rng rng(1);
  Network network({}, rng);
  Adam adam(network.parameters(), 0.01);
  for (int step = 0; step <= 500; ++step) {
    if (step == 0 || step == 50 || step == 150 || step == 500) {
      const Judged known = judge(network, training_points()), fresh = judge(network, new_points());
      rows.push_back({text(step), rounded(known.loss, 4), percent(known.right, 1), percent(fresh.right, 1)});
      panels.push_back({step == 0 ? "untrained" : text(step, " steps"), over_the_plane(network)});
    }
    learn(network, adam, training_points());
  }
  // [/first run]
  lesson.table({"step", "loss", "right, training", "right, new points"}, rows);
  lesson.value("parameters", text(network.parameter_count()));
  lesson.value("new", rows.back()[3]);
  lesson.watch("rows", rows);
  lesson.figure("boundary.svg", boundary_panels("The boundary as it forms", panels, training_points().x,
                                                training_points().y));
}

// Trains on the 200 points for 500 steps, and returns the final loss and the share of new points that are right.
Judged outcome(const Parts& parts, const std::string& optimizer, double rate, std::uint64_t seed,
               double start = 1) {
  Rng rng(seed);
  Network network(parts, rng);
  scale_weights(network, start);
  const std::unique_ptr<Optimizer> chosen = make_optimizer(optimizer, network.parameters(), rate);
  for (int step = 0; step < 500; ++step) learn(network, *chosen, training_points());
  return {judge(network, training_points()).loss, judge(network, new_points()).right};
}

void parts(Lesson& lesson) {
  lesson.step("Each part taken away");
  Rows rows;
  // [parts]
  const std::pair<std::string, Parts> variants[] = {{"everything", {}},
                                                    {"no nonlinearity", {.bend = false}},
                                                    {"no biases", {.bias = false}},
                                                    {"2 hidden numbers", {.hidden = 2}}};
  for (const auto& [name, variant] : variants) {
    rows.push_back({name});
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
      rows.back().push_back(percent(outcome(variant, "Adam", 0.01, seed).right, 1));
    }
  }
  // [/parts]
  lesson.table({"right, new points", "seed 1", "seed 2", "seed 3"}, rows);
  lesson.watch("rows", rows);
  lesson.value("linear", rows[1][1]);
}

// [valley]
// A long valley: steep along the second number, flat along the first. Its lowest point is (0, 0).
Numbers slope(const Numbers& p) { return {p[0], 25 * p[1]}; }  // of (p0^2 + 25 p1^2) / 2

// The number of steps until both numbers are within 0.01 of the lowest point, at most 1,000.
template <class Optimizer>
int steps_to_the_bottom(Optimizer optimizer) {
  Numbers p = {5, 1};
  for (int step = 0; step < 1000; ++step) {
    if (std::abs(p[0]) < 0.01 && std::abs(p[1]) < 0.01) return step;
    optimizer.step(p, slope(p));
  }
  return 1000;
}
// [/valley]

// Whether an optimiser by hand and the library's walk the same path in the valley for 50 steps.
template <class ByHand>
bool same_path(ByHand by_hand, const std::function<std::unique_ptr<Optimizer>(const Variable&)>& make) {
  Numbers p = {5, 1};
  Variable q = leaf(tensor({5, 1}));
  const std::unique_ptr<Optimizer> library = make(q);
  for (int step = 0; step < 50; ++step) {
    by_hand.step(p, slope(p));
    q.set_grad(q.value() * tensor({1, 25}));
    library->step();
  }
  return all_close(q.value(), tensor({p[0], p[1]}), 1e-3, 1e-4);
}

void optimisers(Lesson& lesson) {
  lesson.step("Three optimisers by hand");
  // [bottom]
  const int plain = steps_to_the_bottom(HandSGD{0.04});
  const int momentum = steps_to_the_bottom(HandSGD{0.04, 0.7});
  const int adam = steps_to_the_bottom(HandAdam{0.3});
  const int too_fast = steps_to_the_bottom(HandSGD{0.081});
  // [/bottom]
  lesson.table({"optimiser", "rate", "steps to the bottom"},
               {{"SGD", "0.04", text(plain)},
                {"SGD", "0.081", too_fast == 1000 ? "never" : text(too_fast)},
                {"momentum 0.7", "0.04", text(momentum)},
                {"Adam", "0.3", text(adam)}});
  const bool same =
      same_path(HandSGD{0.04}, [](const Variable& q) { return make_optimizer("SGD", {q}, 0.04); }) &&
      same_path(HandSGD{0.01, 0.9},
                [](const Variable& q) { return make_optimizer("momentum", {q}, 0.01); }) &&
      same_path(HandAdam{0.3}, [](const Variable& q) { return make_optimizer("Adam", {q}, 0.3); });
  lesson.say("the library's SGD, momentum and Adam walk the same paths: ", same ? "yes" : "no");
  lesson.watch("plain", plain, "momentum", momentum, "adam", adam, "too_fast", too_fast);
}

// The geometric mean of the final losses of three seeds, but not below a ten-thousandth.
double typical_loss(const std::string& optimizer, double rate) {
  double logarithms = 0;
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    logarithms += std::log(std::clamp(outcome({}, optimizer, rate, seed).loss, 1e-4, 100.0)) / 3;
  }
  return std::exp(logarithms);
}

void rates(Lesson& lesson) {
  lesson.step("The learning rate");
  const std::vector<double> all = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};
  std::vector<std::string> names = {"final loss, rate"};
  for (const double rate : all) names.push_back(show::short_number(rate));
  Rows rows;
  std::vector<show::Series> curves;
  Index done = 0;
  for (const std::string optimizer : {"SGD", "momentum", "Adam"}) {
    rows.push_back({optimizer});
    curves.push_back({optimizer, all, {}});
    for (const double rate : all) {
      curves.back().y.push_back(typical_loss(optimizer, rate));
      rows.back().push_back(show::short_number(curves.back().y.back(), 2));
      lesson.progress("learning rates", ++done, 27);
    }
    lesson.watch(optimizer, curves.back().y);
  }
  lesson.table(names, rows);
  lesson.figure(
      "rates.svg",
      show::line_chart({"Loss after 500 steps", {"learning rate", "", true}, {"loss", "", true}, curves}));
}

void start(Lesson& lesson) {
  lesson.step("Where to start");
  Rows rows;
  for (const double factor : {0.0, 0.01, 1.0, 10.0, 100.0}) {
    Rng rng(1);
    Network network({}, rng);
    scale_weights(network, factor);
    rows.push_back({text(factor), rounded(judge(network, training_points()).loss, 2)});
    std::vector<double> right;
    for (const std::uint64_t seed : {1u, 2u, 3u})
      right.push_back(outcome({}, "Adam", 0.01, seed, factor).right);
    const auto [low, high] = std::minmax_element(right.begin(), right.end());
    rows.back().push_back(percent(*low) + " to " + percent(*high));
  }
  lesson.table({"weights times", "first loss", "right, new points"}, rows);
  lesson.watch("rows", rows);
}

// The loss on 60 noisy points and on 1,000 new ones while a network learns; every 25 steps.
struct Curves {
  std::vector<double> step, known, fresh, right;
};
Curves learn_noisy(double dropout, std::uint64_t seed) {
  Rng data(40 + seed), rng(seed);
  const Points few = spirals(60, 0.15, data), many = spirals(1000, 0.15, data);
  Network network({.hidden = 64, .dropout = dropout}, rng);
  Adam adam(network.parameters(), 0.01);
  Curves curves;
  for (int step = 0; step <= 1000; ++step) {
    if (step % 25 == 0) {
      const Judged a = judge(network, few), b = judge(network, many);
      curves.step.push_back(step);
      curves.known.push_back(a.loss);
      curves.fresh.push_back(b.loss);
      curves.right.push_back(b.right);
    }
    learn(network, adam, few);
  }
  return curves;
}

void by_heart(Lesson& lesson) {
  lesson.step("Learning by heart");
  Rows rows;
  for (const double dropout : {0.0, 0.2, 0.5}) {
    double best_step = 0, best = 0, last = 0, last_loss = 0, known = 0;
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
      const Curves curves = learn_noisy(dropout, seed);
      const auto at = std::min_element(curves.fresh.begin(), curves.fresh.end()) - curves.fresh.begin();
      best_step += curves.step[static_cast<std::size_t>(at)] / 3;
      best += curves.fresh[static_cast<std::size_t>(at)] / 3;
      last_loss += curves.fresh.back() / 3;
      last += curves.right.back() / 3;
      known += curves.known.back() / 3;
      if (seed == 1 && dropout == 0) {
        lesson.figure("by-heart.svg",
                      show::line_chart({"Loss on 60 noisy points and on new ones, without dropout",
                                        {"step"},
                                        {"loss", "", false, {0, 3}},
                                        {{"training points", curves.step, curves.known},
                                         {"new points", curves.step, curves.fresh}}}));
        lesson.watch("known", curves.known, "fresh", curves.fresh);
      }
    }
    rows.push_back({text(dropout), rounded(best, 2), rounded(best_step, 0), rounded(last_loss, 2),
                    percent(last), rounded(known, 3)});
  }
  lesson.table({"dropout", "best new loss", "at step", "new loss at the end", "right", "training loss"},
               rows);
  lesson.watch("rows", rows);
}

// [mistakes]
// Trains with one of two mistakes, or with none, and returns the final loss.
double trained(bool forget_zero_grad, double divide_loss_by, double rate) {
  Rng rng(1);
  Network network({}, rng);
  SGD sgd(network.parameters(), rate);
  for (int step = 0; step < 500; ++step) {
    if (!forget_zero_grad) sgd.zero_grad();
    const Variable loss = binary_cross_entropy_with_logits(network(training_points().x), training_points().y);
    (loss / divide_loss_by).backward();
    sgd.step();
  }
  return judge(network, training_points()).loss;
}
// [/mistakes]

void broken(Lesson& lesson) {
  const auto row = [](const std::string& name, bool forget, double divide) {
    std::vector<std::string> cells{name};
    for (const double rate : {0.03, 0.3, 3.0})
      cells.push_back(show::short_number(trained(forget, divide, rate), 1));
    return cells;
  };
  const std::vector<std::string> names = {"final loss of SGD", "rate 0.03", "0.3", "3"};
  lesson.step("Broken on purpose: three small mistakes");
  Rng data(41), rng(1);
  const Points few = spirals(60, 0.15, data);
  Network network({.hidden = 64, .dropout = 0.5}, rng);
  Adam adam(network.parameters(), 0.01);
  for (int step = 0; step < 400; ++step) learn(network, adam, few);
  // [mode]
  const auto right = [&] {
    const Tensor logits = network(few.x).value();
    double correct = 0;
    for (Index i = 0; i < 60; ++i)
      correct += (logits(i, 0) > 0) == (few.y(i, 0) > Scalar(0.5)) ? 1.0 / 60 : 0;
    return correct;
  };
  const double once = right(), again = right();  // in training mode: dropout is on
  network.eval();
  const double evaluated = right(), repeated = right();
  // [/mode]
  lesson.table(names, {row("zero_grad forgotten", true, 1), row("loss averaged twice", false, 200)});
  lesson.say("evaluated twice in training mode: ", percent(once), " and ", percent(again));
  lesson.watch("once", once, "again", again);

  lesson.step("Fixed");
  lesson.table(names, {row("right", false, 1)});
  lesson.say("evaluated twice after eval():     ", percent(evaluated), " and ", percent(repeated));
  lesson.watch("evaluated", evaluated, "repeated", repeated);
}

void answer(Lesson& lesson) {
  lesson.step("What does it take?");
  Rows rows;
  // [enough]
  for (const std::string optimizer : {"SGD", "momentum", "Adam"}) {
    rows.push_back({optimizer});
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
      Rng rng(seed);
      Network network({}, rng);
      const double rate = optimizer == "SGD"        ? 1
                          : optimizer == "momentum" ? 0.3
                                                    : 0.03;  // each at a good rate
      const std::unique_ptr<Optimizer> chosen = make_optimizer(optimizer, network.parameters(), rate);
      int steps = 0;
      while (steps < 1000 && judge(network, new_points()).right < 0.99) {
        learn(network, *chosen, training_points());
        ++steps;
      }
      rows.back().push_back(text(steps));
    }
  }
  // [/enough]
  lesson.table({"steps until 99 % are right", "seed 1", "seed 2", "seed 3"}, rows);
  lesson.watch("rows", rows);
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"04", "A network that learns", "a few seconds"}, count, arguments, [](Lesson& lesson) {
    neuron(lesson);
    spiral(lesson);
    parts(lesson);
    optimisers(lesson);
    rates(lesson);
    start(lesson);
    by_heart(lesson);
    broken(lesson);
    answer(lesson);
  });
}
