// Lesson 02: derivatives and the tape. The lesson's page is README.md.
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/watch/trace.h"
#include "nn/show/chart.h"
#include "nn/show/graph_figure.h"
#include "tensor/ground/memory.h"
#include "tutorials/02-derivatives/drawing.h"
#include "tutorials/02-derivatives/mini_tape.h"
#include "tutorials/lesson.h"

#include <cmath>
#include <numeric>

using namespace heed;

namespace {

double total(const std::vector<double>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0);
}

std::string number(double x) { return show::short_number(x, 4); }

// Prints the tape as a table: each line with its inputs, their slopes and, if given, its gradient.
void print_tape(Lesson& lesson, const MiniTape& tape, const std::vector<double>& gradient = {}) {
  std::vector<std::string> names{"line", "name", "value", "from (slope)"};
  if (!gradient.empty()) names.push_back("gradient");
  std::vector<std::vector<std::string>> rows;
  for (std::size_t at = 0; at < tape.lines.size(); ++at) {
    const Line& line = tape.lines[at];
    std::string inputs = line.inputs.empty() ? "given" : "";
    for (const Input& input : line.inputs) {
      inputs += (inputs.empty() ? "" : ", ") + tape.lines[input.from].name + " (" + number(input.slope) + ")";
    }
    rows.push_back({text(at), line.name, number(line.value), inputs});
    if (!gradient.empty()) rows.back().push_back(number(gradient[at]));
  }
  lesson.table(names, rows);
}

// Lets a stepping reader print the tape, a line for each of its lines, and the gradients of a walk.
void watch_tape(Lesson& lesson, const MiniTape& tape, const Walk& walk) {
  std::vector<std::string> lines;
  for (const Line& line : tape.lines) lines.push_back(line.name + " = " + number(line.value));
  lesson.watch("tape", lines, "walk.gradient", walk.gradient, "walk.visits", walk.visits);
}

// [example]
MiniTape example() {
  MiniTape tape;
  const auto w = tape.given("w", 2), x = tape.given("x", 3), b = tape.given("b", 1), t = tape.given("-t", -5);
  const auto product = tape.times("wx", w, x);
  const auto y = tape.plus("y", product, b);
  const auto error = tape.plus("e", y, t);
  tape.times("L", error, error);
  return tape;
}
// [/example]

// [doublings]
// a, then n lines that each double the previous line: the last line is 2^n a.
MiniTape doublings(int n) {
  MiniTape tape;
  std::size_t last = tape.given("a", 1);
  for (int i = 0; i < n; ++i) last = tape.plus(std::string(1, static_cast<char>('b' + i)), last, last);
  return tape;
}
// [/doublings]

// [all]
// Walks the same tape with walk_immediately, walk_once, walk_every_path and walk_back.
std::vector<Walk> four_walks(const MiniTape& tape) {
  const std::size_t end = tape.lines.size() - 1;
  std::vector<Walk> walks(3, Walk(tape));
  walk_immediately(tape, end, walks[0]);
  walk_once(tape, end, walks[1]);
  walk_every_path(tape, end, 1, walks[2]);
  walks.push_back(walk_back(tape));
  return walks;
}
// [/all]

void paper(Lesson& lesson) {
  lesson.step("A slope on paper");
  // [nudge]
  const auto loss = [](double w, double b) {
    const double x = 3, t = 5, e = w * x + b - t;
    return e * e;
  };
  const double slope_of_w = (loss(2 + 0.001, 1) - loss(2, 1)) / 0.001;
  const double slope_of_b = (loss(2, 1 + 0.001) - loss(2, 1)) / 0.001;
  // [/nudge]
  lesson.watch("slope_of_w", slope_of_w, "slope_of_b", slope_of_b);
  lesson.say("loss               ", rounded(loss(2, 1), 3));
  lesson.say("slope of w, nudged ", rounded(slope_of_w, 3));
  lesson.say("slope of b, nudged ", rounded(slope_of_b, 3));

  lesson.step("What a number must remember");
  const MiniTape tape = example();
  print_tape(lesson, tape);
  watch_tape(lesson, tape, Walk(tape));

  lesson.step("The chain rule as a graph");
  // [back]
  const Walk walk = walk_back(tape);
  // [/back]
  print_tape(lesson, tape, walk.gradient);
  watch_tape(lesson, tape, walk);
  const std::vector<Spot> spots = {{0, 0},   {0, 1},   {1, 1.5}, {2, 1.5},
                                   {1, 0.5}, {2, 0.5}, {3, 0.5}, {4, 0.5}};
  lesson.figure("graph.svg", draw(tape, walk.gradient, spots, "L = (wx + b - t)²"));
  lesson.value("chain", rounded(std::pow(0.9, 100), 6));

  lesson.step("Why gradients add");
  // [add]
  MiniTape sum;
  const auto a = sum.given("a", 3);
  const auto square = sum.times("aa", a, a);
  sum.plus("L", square, a);  // L = a a + a
  const double nudged = ((3.001 * 3.001 + 3.001) - (3.0 * 3.0 + 3.0)) / 0.001;
  // [/add]
  print_tape(lesson, sum, walk_back(sum).gradient);
  watch_tape(lesson, sum, walk_back(sum));
  lesson.watch("nudged", nudged);
  lesson.say("slope of a, nudged ", rounded(nudged, 3));
}

void order(Lesson& lesson) {
  lesson.step("Broken on purpose: three walks");
  // [broken]
  const MiniTape tape = doublings(2);  // b = a + a; c = b + b
  const std::size_t end = tape.lines.size() - 1;
  Walk immediately(tape), once(tape), every(tape);
  walk_immediately(tape, end, immediately);
  walk_once(tape, end, once);
  walk_every_path(tape, end, 1, every);
  // [/broken]
  const auto row = [](const std::string& name, const Walk& walk) {
    return std::vector<std::string>{name, number(walk.gradient[2]), number(walk.gradient[1]),
                                    number(walk.gradient[0]), number(walk.visits[0])};
  };
  const std::vector<std::string> names = {"walk", "dc/dc", "dc/db", "dc/da", "arrivals at a"};
  lesson.table(names, {row("immediately", immediately), row("never twice", once), row("every path", every)});
  lesson.watch("immediately.gradient", immediately.gradient, "once.gradient", once.gradient, "every.gradient",
               every.gradient);

  lesson.step("Fixed: the youngest first");
  // [fixed]
  const Walk right = walk_back(tape);
  // [/fixed]
  lesson.table(names, {row("youngest first", right)});
  watch_tape(lesson, tape, right);
  lesson.figure("doublings.svg",
                draw(tape, right.gradient, {{0, 0}, {1, 0}, {2, 0}}, "b = a + a; c = b + b"));
}

// Prints the library's trace; "-" is an input without a gradient.
void print_trace(Lesson& lesson, const Trace& trace) {
  std::vector<std::vector<std::string>> rows;
  for (const Trace::Entry& entry : trace.entries()) {
    std::string inputs;
    for (const std::size_t input : entry.inputs)
      inputs += (inputs.empty() ? "" : " ") + (input ? text(input) : "-");
    rows.push_back({text(rows.size() + 1), entry.operation, inputs, text(entry.shape),
                    number(entry.gradient.value_or(0))});
  }
  lesson.table({"line", "operation", "inputs", "shape", "|gradient|"}, rows);
}

void library(Lesson& lesson) {
  lesson.step("The library's Variable");
  const KeepValues keep;  // for the figure
  // [library]
  const Tensor x = tensor({{1, 2}, {3, 4}, {5, 6}});  // (3, 2): three examples of two numbers
  const Variable w = leaf(tensor({{0.5}, {-1}}));     // (2, 1)
  const Variable b = leaf(tensor({2}));               // (1): one number for all three rows
  Trace trace;                                        // observes while it is in scope
  const Variable y = matmul(x, w) + b;                // (3, 2) x (2, 1) + (1) -> (3, 1)
  const Variable loss = sum(y * y);                   // ()
  const Graph graph(loss, {{"w", w}, {"b", b}, {"y", y}, {"loss", loss}});
  loss.backward();
  const Tensor shares_of_b = 2 * y.value();  // dL/dy: what each row contributes to dL/db
  // [/library]
  print_trace(lesson, trace);
  lesson.show("w.grad()", w.grad());
  lesson.show("b.grad()", b.grad());
  lesson.watch("x", x, "w", w, "b", b, "y", y, "loss", loss);
  lesson.show("shares of b", shares_of_b);
  lesson.figure("variables.svg", show::graph_figure(graph, {.title = "loss = sum((x w + b)²)"}));
}

std::string megabytes(std::size_t bytes) { return rounded(static_cast<double>(bytes) / 1e6, 1) + " MB"; }

void memory(Lesson& lesson) {
  lesson.step("What backward() frees");
  // [memory]
  Rng rng(2);
  Variable x = leaf(random_normal({1000, 250}, rng));  // a million bytes
  const std::size_t before = memory_use().in_use;
  Variable loss = mean(exp(tanh(x * x)));
  const std::size_t recorded = memory_use().in_use - before;
  loss.backward();
  x.zero_grad();  // x's own gradient is not part of the graph
  const std::size_t after = memory_use().in_use - before;
  // [/memory]
  lesson.say("the graph holds            ", megabytes(recorded));
  lesson.say("after backward()           ", megabytes(after));
  lesson.watch("x", x, "recorded", recorded, "after", after);
  std::string complaint;
  // [again]
  try {
    loss.backward();
  } catch (const Error& error) {
    complaint = error.what();
  }
  {
    const NoGrad no_grad;  // while it is in scope, nothing is recorded
    loss = mean(exp(tanh(x * x)));
  }
  const std::size_t unrecorded = memory_use().in_use - before;
  // [/again]
  lesson.watch("unrecorded", unrecorded, "loss", loss);
  lesson.say("computed under a NoGrad    ", megabytes(unrecorded));
  lesson.say("a second backward(): ", complaint);
}

// [train]
// Fits w x + b to the line 2 x + 1 and returns the loss of each step.
std::vector<double> train(bool forgetful) {
  const Tensor x = tensor({-2, -1, 0, 1, 2}), t = 2 * x + 1;
  Variable w = leaf(scalar(0)), b = leaf(scalar(0));
  std::vector<double> losses;
  for (int step = 0; step < 60; ++step) {
    const Variable error = w * x + b - t;
    const Variable loss = mean(error * error);
    losses.push_back(static_cast<double>(loss.item()));
    if (!forgetful) {
      w.zero_grad();
      b.zero_grad();
    }
    loss.backward();
    for (Variable* const p : {&w, &b}) p->value() += -0.05 * p->grad();  // a small step downhill
  }
  return losses;
}
// [/train]

void forgotten(Lesson& lesson) {
  lesson.step("Broken on purpose: the forgotten zero_grad()");
  // [forgotten]
  const std::vector<double> broken = train(true), fixed = train(false);
  // [/forgotten]
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t step : {0u, 1u, 3u, 7u, 10u, 20u, 40u, 59u}) {
    rows.push_back({text(step), rounded(broken[step], 3), rounded(fixed[step], 3)});
  }
  lesson.table({"step", "loss, forgotten", "loss, fixed"}, rows);
  lesson.watch("broken", broken, "fixed", fixed);
  std::vector<double> steps(broken.size());
  std::iota(steps.begin(), steps.end(), 0);
  lesson.figure("forgotten.svg",
                show::line_chart({"Fitting a line",
                                  {"step"},
                                  {"loss"},
                                  {{"zero_grad forgotten", steps, broken}, {"fixed", steps, fixed}}}));
}

void answer(Lesson& lesson) {
  lesson.step("Why a topological order?");
  std::vector<std::vector<std::string>> rows;
  show::Series paths{"every path", {}, {}}, lines{"youngest first", {}, {}};
  for (const int n : {1, 2, 3, 4, 8, 12, 16, 20}) {
    const std::vector<Walk> walks = four_walks(doublings(n));
    rows.push_back({text(n)});
    for (const Walk& walk : walks) rows.back().push_back(number(walk.gradient[0]));
    for (const std::size_t i : {2u, 3u}) {
      rows.back().push_back(text(static_cast<Index>(total(walks[i].visits))));
    }
    paths.x.push_back(n);
    paths.y.push_back(total(walks[2].visits));
    lines.x.push_back(n);
    lines.y.push_back(total(walks[3].visits));
    if (n == 20) {
      lesson.value("paths", rows.back()[5]);
      lesson.value("lines", rows.back()[6]);
      lesson.value("immediately", rows.back()[1]);
      lesson.value("once", rows.back()[2]);
      lesson.value("right", text(static_cast<Index>(walks[3].gradient[0])));
    }
  }
  lesson.table({"doublings", "immediately", "never twice", "every path", "youngest first",
                "visits, every path", "youngest first"},
               rows);
  lesson.figure(
      "visits.svg",
      show::line_chart({"What a walk costs", {"doublings"}, {"lines visited", "", true}, {paths, lines}}));

  // [sixty]
  const Variable x = leaf(scalar(1));
  Variable y = x;
  for (int i = 0; i < 60; ++i) y = y * 0.5 + y * 0.5;  // 2^60 paths lead back to x
  y.backward();
  // [/sixty]
  lesson.watch("x.grad()", x.grad(), "y", y);
  lesson.say("the library, sixty times two paths: ", x.grad().item());
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"02", "Derivatives and the tape", "less than a second"}, count, arguments,
                    [](Lesson& lesson) {
                      paper(lesson);
                      order(lesson);
                      library(lesson);
                      memory(lesson);
                      forgotten(lesson);
                      answer(lesson);
                    });
}
