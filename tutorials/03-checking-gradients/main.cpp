// Lesson 03: checking gradients - central differences, the best step, and wrong rules that a careless check
// passes. The lesson's page is README.md.
#include "autograd/gradient_check.h"
#include "nn/show/chart.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/03-checking-gradients/rules.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

using namespace heed;

namespace {

// [differences]
template <class Number>
[[gnu::noinline]] Number cube(Number x) {  // not inlined, so its result is rounded to Number
  return x * x * x;
}
template <class Number>
Number one_sided(Number x, Number h) {
  return (cube(x + h) - cube(x)) / h;
}
template <class Number>
Number central(Number x, Number h) {
  return (cube(x + h) - cube(x - h)) / (2 * h);
}
// [/differences]

// [valley]
// The root of the mean squared error of a difference, over 1000 points between 1 and 2.
template <class Number>
double typical_error(Number (*difference)(Number, Number), double h) {
  double total = 0;
  for (int i = 0; i < 1000; ++i) {
    const Number x = static_cast<Number>(1 + 0.001 * i);
    const double right = 3 * static_cast<double>(x) * static_cast<double>(x);
    const double error = static_cast<double>(difference(x, static_cast<Number>(h))) - right;
    total += error * error;
  }
  return std::sqrt(total / 1000);
}
// [/valley]

std::string scientific(double number) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.0e", number);
  return buffer;
}

void slopes(Lesson& lesson) {
  lesson.step("A slope from two values");
  // [paper]
  const double forwards = one_sided(2.0, 0.1);  // (9.261 - 8) / 0.1
  const double both_ways = central(2.0, 0.1);   // (9.261 - 6.859) / 0.2
  const double smaller_one = one_sided(2.0, 0.01);
  const double smaller_both = central(2.0, 0.01);
  // [/paper]
  lesson.table({"step", "one-sided", "its error", "central", "its error"},
               {{"0.1", rounded(forwards, 4), rounded(forwards - 12, 4), rounded(both_ways, 4),
                 rounded(both_ways - 12, 4)},
                {"0.01", rounded(smaller_one, 4), rounded(smaller_one - 12, 4), rounded(smaller_both, 4),
                 rounded(smaller_both - 12, 4)}});
  lesson.watch("smaller_one", smaller_one);
  lesson.watch("smaller_both", smaller_both);
  lesson.watch("forwards", forwards);
  lesson.watch("both_ways", both_ways);

  lesson.step("Which step is best?");
  show::Series rough{"one-sided, double", {}, {}}, fine{"central, double", {}, {}},
      small{"central, float", {}, {}};
  std::vector<std::vector<std::string>> rows;
  std::vector<double> steps;
  // [sweep]
  for (int i = 2; i <= 24; ++i) {
    steps.push_back(std::pow(10.0, -0.5 * i));  // from 0.1 down to 1e-12
    rough.y.push_back(typical_error(one_sided<double>, steps.back()));
    fine.y.push_back(typical_error(central<double>, steps.back()));
    small.y.push_back(typical_error(central<float>, steps.back()));
  }
  // [/sweep]
  rough.x = fine.x = small.x = steps;
  for (std::size_t i = 0; i < steps.size(); i += 2) {
    rows.push_back(
        {scientific(steps[i]), scientific(rough.y[i]), scientific(fine.y[i]), scientific(small.y[i])});
  }
  // [best]
  const double best_double = std::cbrt(std::numeric_limits<double>::epsilon());
  const double best_float = std::cbrt(std::numeric_limits<float>::epsilon());
  // [/best]
  lesson.value("best double", scientific(best_double));
  lesson.value("best float", scientific(best_float));
  lesson.value("error double", scientific(typical_error(central<double>, best_double)));
  lesson.value("error float", scientific(typical_error(central<float>, best_float)));
  lesson.table({"step", "one-sided, double", "central, double", "central, float"}, rows);
  lesson.watch("best_double", best_double);
  lesson.watch("best_float", best_float);
  lesson.watch("steps", steps);
  lesson.watch("rough", rough.y);
  lesson.watch("fine", fine.y);
  lesson.watch("small", small.y);
  lesson.figure("valley.svg", show::line_chart({"Error of a slope that is measured",
                                                {"step", "", true},
                                                {"error", "", true},
                                                {rough, fine, small}}));
}

// [smallest]
// The slope of tanh at 0.7, wrong by the factor 1 + wrong. Does the check notice?
template <class Number>
bool noticed(double wrong) {
  const double epsilon = static_cast<double>(std::numeric_limits<Number>::epsilon());
  const Number x = static_cast<Number>(0.7), h = static_cast<Number>(std::cbrt(epsilon));
  const Number y = std::tanh(x), rule = (1 - y * y) * static_cast<Number>(1 + wrong);
  const Number measured = (std::tanh(x + h) - std::tanh(x - h)) / ((x + h) - (x - h));
  const double allowed = 100 * std::pow(epsilon, 2.0 / 3);
  return !(std::abs(static_cast<double>(rule) - static_cast<double>(measured)) <= allowed);
}
// [/smallest]

void near_enough(Lesson& lesson) {
  lesson.step("How near is near enough?");
  std::vector<std::vector<std::string>> rows;
  // [notice]
  for (const double wrong : {0.1, 1e-2, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11}) {
    rows.push_back({scientific(wrong), noticed<float>(wrong) ? "noticed" : "passes",
                    noticed<double>(wrong) ? "noticed" : "passes"});
  }
  // [/notice]
  lesson.table({"wrong by", "float", "double"}, rows);

  lesson.step("Kinks");
  // [kink]
  const auto relu = [](double x) { return std::max(x, 0.0); };
  const auto measured = [&](double x, double h) { return (relu(x + h) - relu(x - h)) / (2 * h); };
  const double far_away = measured(0.5, 0.01), too_near = measured(0.001, 0.01),
               small_step = measured(0.001, 1e-5);
  // [/kink]
  lesson.table({"x", "step", "rule", "measured"}, {{"0.5", "0.01", "1", rounded(far_away, 2)},
                                                   {"0.001", "0.01", "1", rounded(too_near, 2)},
                                                   {"0.001", "0.00001", "1", rounded(small_step, 2)}});
  lesson.watch("far_away", far_away);
  lesson.watch("too_near", too_near);
  lesson.watch("small_step", small_step);
}

// [care]
struct Care {
  bool random_upstream = true;  // false: the gradient of the plain sum of all outputs
  bool all_elements = true;     // false: the first element only
  bool nan_fails = true;        // false: a rule is wrong if the difference > allowed
  double step = 5e-3, tolerance = 2e-3;
  std::uint64_t seed = 5;  // of the random upstream
};
// [/care]

// [slope]
// The slope of sum(upstream * f(x)) along element i of x, by a central difference.
double slope(const Case& one, Index i, const Tensor& upstream, double step) {
  Tensor above = one.at.clone(), below = one.at.clone();
  Tensor up = reshape(above, {above.numel()}), down = reshape(below, {below.numel()});  // views
  const double h = step * std::max(1.0, std::abs(static_cast<double>(up(i))));
  up.at(i) += static_cast<Scalar>(h);
  down.at(i) -= static_cast<Scalar>(h);
  const Tensor change = one.f(above) - one.f(below);
  return static_cast<double>(sum(upstream * change).item()) / static_cast<double>(up(i) - down(i));
}
// [/slope]

// [passes]
bool passes(const Case& one, const Care& care) {
  Rng rng(care.seed);
  const Variable x = leaf(one.at.clone()), y = run(one, x);
  const Tensor upstream = care.random_upstream ? random_normal(y.shape(), rng) : ones(y.shape());
  y.backward(upstream);
  const std::vector<double> gradient = x.grad().to_doubles();
  const Index count = care.all_elements ? one.at.numel() : 1;
  for (Index i = 0; i < count; ++i) {
    const double measured = slope(one, i, upstream, care.step), rule = gradient[static_cast<std::size_t>(i)];
    const double difference = std::abs(rule - measured);
    const double allowed = care.tolerance * std::max(1.0, std::abs(measured));
    if (care.nan_fails ? !(difference <= allowed) : difference > allowed) return false;
  }
  return true;
}
// [/passes]

std::string verdict(const Case& one, const Care& care) { return passes(one, care) ? "passes" : "found"; }

void rules(Lesson& lesson) {
  lesson.step("A rule and its check");
  // [tanh]
  const Case right = find("tanh", ""), wrong = find("tanh", "1 - x x");
  const bool right_passes = passes(right, Care()), wrong_passes = passes(wrong, Care());
  // [/tanh]
  lesson.say("tanh with g * (1 - y * y): ", right_passes ? "passes" : "found");
  lesson.say("tanh with g * (1 - x * x): ", wrong_passes ? "passes" : "found");
  lesson.watch("x", right.at);

  lesson.step("Broken on purpose: three wrong rules that pass");
  // [three]
  const Case three[] = {find("softmax", "scale forgotten"), find("product", "result transposed"),
                        find("sinc", "0 / 0 at 0")};
  const Care plain{.random_upstream = false}, first{.all_elements = false}, blind{.nan_fails = false};
  // [/three]
  std::vector<std::vector<std::string>> rows;
  for (const Case& one : three) {
    rows.push_back({text(one.operation, ": ", one.mistake), verdict(one, plain), verdict(one, first),
                    verdict(one, blind), verdict(one, Care())});
  }
  lesson.table({"wrong rule", "plain sum", "first element", "NaN-blind", "with all care"}, rows);
}

void fixed(Lesson& lesson) {
  lesson.step("Fixed: why each of them passed");
  // [why]
  const Case right_softmax = find("softmax", ""), wrong_softmax = find("softmax", "scale forgotten");
  const Tensor x = right_softmax.at, w = right_softmax.f(x), one = ones({3, 3});
  const Tensor by_right = right_softmax.rule(one, x, w), by_wrong = wrong_softmax.rule(one, x, w);
  Rng rng(5);
  const Tensor g = random_normal({3, 3}, rng);
  const Tensor right = find("product", "").rule(g, x, x);
  const Tensor transposed = find("product", "result transposed").rule(g, x, x);
  const double nan = 0.0 / 0.0, difference = std::abs(nan - 0.5);
  const bool larger = difference > 0.002, at_most = difference <= 0.002;
  // [/why]
  lesson.say("softmax under ones, largest element by the right rule: ", rounded(max(abs(by_right)).item(), 6),
             ", by the wrong rule: ", rounded(max(abs(by_wrong)).item(), 6));
  lesson.show("right", right);
  lesson.show("transposed", transposed);
  lesson.say("NaN > 0.002: ", larger ? "true" : "false", ", NaN <= 0.002: ", at_most ? "true" : "false");
  lesson.watch("x", x);
  lesson.watch("w", w);
  lesson.watch("g", g);
  lesson.watch("by_right", by_right);
  lesson.watch("by_wrong", by_wrong);
  lesson.watch("difference", difference);
}

// [library]
GradientReport library_check(const Case& one) {
  Rng rng(1);
  const auto f = [&](const std::vector<Variable>& inputs) { return run(one, inputs[0]); };
  return check_gradients(f, {leaf(one.at.clone())}, rng);
}
// [/library]

void library(Lesson& lesson) {
  lesson.step("The library's check");
  // [reports]
  const GradientReport good = library_check(find("softmax", ""));
  const GradientReport bad = library_check(find("product", "result transposed"));
  // [/reports]
  lesson.say(good.text, "\n");
  lesson.say(bad.text);
  lesson.watch("good", good.text);
  lesson.watch("bad", bad.text);
}

// [score]
struct Score {
  int accepted = 0, found = 0;  // right rules that pass, wrong rules that do not
  std::string missed;           // wrong rules that pass
};

Score score(const std::function<bool(const Case&)>& passes_check) {
  Score result;
  for (const Case& one : all_cases()) {
    const bool passed = passes_check(one), right = one.mistake.empty();
    if (right && passed) ++result.accepted;
    if (!right && !passed) ++result.found;
    if (!right && passed)
      result.missed += text(result.missed.empty() ? "" : ", ", one.operation, " ", one.mistake);
  }
  return result;
}
// [/score]

// [checks]
const std::vector<std::pair<std::string, Care>> checks = {
    {"with all care", {}},
    {"plain sum", {.random_upstream = false}},
    {"first element", {.all_elements = false}},
    {"NaN-blind", {.nan_fails = false}},
    {"all three", {.random_upstream = false, .all_elements = false, .nan_fails = false}},
    {"step 1e-6", {.step = 1e-6}},
    {"the same, tolerance 2", {.step = 1e-6, .tolerance = 2}}};
// [/checks]

void answer(Lesson& lesson) {
  lesson.step("How good is a check?");
  std::vector<std::vector<std::string>> rows;
  std::vector<Score> scores;
  // [scores]
  for (const auto& [name, care] : checks) {
    scores.push_back(score([&care = care](const Case& one) { return passes(one, care); }));
    rows.push_back({name, text(scores.back().accepted, " of 6"), text(scores.back().found, " of 13")});
  }
  const Score library = score([](const Case& one) { return library_check(one).passed; });
  int fewest_found = 13, fewest_accepted = 6;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Score again = score([&](const Case& one) { return passes(one, {.seed = seed}); });
    fewest_found = std::min(fewest_found, again.found);
    fewest_accepted = std::min(fewest_accepted, again.accepted);
  }
  // [/scores]
  rows.push_back({"the library's", text(library.accepted, " of 6"), text(library.found, " of 13")});
  rows.push_back(
      {"with all care, 100 seeds, at least", text(fewest_accepted, " of 6"), text(fewest_found, " of 13")});
  lesson.table({"check", "right rules accepted", "wrong rules found"}, rows);
  lesson.say("plain sum misses:     ", scores[1].missed);
  lesson.say("first element misses: ", scores[2].missed);
  lesson.say("NaN-blind misses:     ", scores[3].missed);
  lesson.value("found by care", text(scores[0].found));
  lesson.value("found carelessly", text(scores[4].found));
  lesson.value("found loosely", text(scores[6].found));
  lesson.watch("missed by all three", scores[4].missed);

  show::Series accepted{"right rules accepted", {}, {}}, found{"wrong rules found", {}, {}};
  // [tolerances]
  for (int i = -14; i <= 2; ++i) {
    const double tolerance = std::pow(10.0, 0.5 * i);  // from 1e-7 to 10
    const Score at = score([&](const Case& one) { return passes(one, {.tolerance = tolerance}); });
    accepted.x.push_back(tolerance);
    accepted.y.push_back(at.accepted);
    found.x.push_back(tolerance);
    found.y.push_back(at.found);
  }
  // [/tolerances]
  lesson.figure("tolerance.svg", show::line_chart({"What the tolerance decides",
                                                   {"tolerance", "", true},
                                                   {"rules", "", false, {0, 13}},
                                                   {accepted, found}}));
  lesson.watch("tolerances", accepted.x);
  lesson.watch("accepted", accepted.y);
  lesson.watch("found", found.y);
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"03", "Checking gradients", "less than a second"}, count, arguments, [](Lesson& lesson) {
    slopes(lesson);
    near_enough(lesson);
    rules(lesson);
    fixed(lesson);
    library(lesson);
    answer(lesson);
  });
}
