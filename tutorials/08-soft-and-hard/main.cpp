// Lesson 08: soft and hard attention. The lesson's page is README.md.
#include "autograd/operations/arithmetic.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/scores.h"
#include "nn/show/chart.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/choice_kernel.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/08-soft-and-hard/readers.h"
#include "tutorials/lesson.h"

#include <cmath>
#include <map>

using namespace heed;

namespace {

using Rows = std::vector<std::vector<std::string>>;

double number(const Tensor& single) { return static_cast<double>(single.item()); }

// [entropy]
double entropy(const Tensor& weights) { return -number(sum(weights * log(weights + 1e-30))); }
// [/entropy]

void temperature(Lesson& lesson) {
  lesson.step("From even to one-hot");
  Rows rows;
  std::vector<show::Series> curves = {
      {"the (score 0)", {}, {}}, {"fox (score 2)", {}, {}}, {"jumps (score 1)", {}, {}}};
  // [temperature]
  const Tensor scores = tensor({0, 2, 1});  // the fox of lesson 06
  const auto weights_at = [&](double T) { return softmax(scores / T); };
  // [/temperature]
  for (const double T : {100.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.05}) {
    const Tensor w = weights_at(T);
    rows.push_back({text(T)});
    for (Index key = 0; key < 3; ++key) rows.back().push_back(rounded(static_cast<double>(w(key)), 3));
    rows.back().push_back(rounded(entropy(w), 3));
  }
  lesson.table({"T", "the", "fox", "jumps", "entropy"}, rows);
  lesson.watch("scores", scores, "weights at 1", weights_at(1), "weights at 0.2", weights_at(0.2));
  for (double T = 10; T > 0.04; T *= 0.9) {
    for (std::size_t key = 0; key < 3; ++key) {
      curves[key].x.push_back(T);
      curves[key].y.push_back(static_cast<double>(weights_at(T)(static_cast<Index>(key))));
    }
  }
  lesson.figure("temperature.svg", show::line_chart({"Three weights, from choice to mixture",
                                                     {"temperature", "", true},
                                                     {"weight", "", false, {0, 1}},
                                                     curves}));
}

// Three values on paper, and the loss of an answer.
const Tensor paper_scores = tensor({0, 1, 0.5}), paper_values = tensor({{0}, {1}, {3}});
constexpr double wanted = 1.2;

// [paper loss]
Variable loss_of(const Variable& output) { return (output - wanted) * (output - wanted) / 2; }
// [/paper loss]

void paper(Lesson& lesson) {
  lesson.step("A choice on paper");
  // [paper]
  const Tensor w = softmax(paper_scores);               // (3)
  const Tensor losses = loss_of(paper_values).value();  // (3, 1): if this value is read
  const double mixture = number(matmul(unsqueeze(w, 0), paper_values));
  const double loss_of_the_mixture = number(loss_of(scalar(mixture)).value());
  const double expected_loss = number(matmul(unsqueeze(w, 0), losses));
  // [/paper]
  lesson.show("weights", w);
  lesson.show("losses", select(losses, 1, 0));
  lesson.say("the mixture is           ", rounded(mixture, 3));
  lesson.say("loss of the mixture      ", rounded(loss_of_the_mixture, 3));
  lesson.say("mean loss of the choices ", rounded(expected_loss, 3));
  lesson.watch("mixture", mixture, "loss_of_the_mixture", loss_of_the_mixture, "expected_loss",
               expected_loss);
  lesson.value("mixture", rounded(mixture, 2));
  lesson.value("mixture loss", rounded(loss_of_the_mixture, 2));
  lesson.value("expected loss", rounded(expected_loss, 2));
}

// [gradients]
constexpr Index draws = 20000;

// The gradient of the three scores, once for each draw: (draws, 3).
template <class Loss>
Tensor gradients(const Loss& loss) {
  const Variable scores = leaf(expand(reshape(paper_scores, {1, 1, 3}), {draws, 1, 3}).contiguous());
  const Variable V = expand(unsqueeze(paper_values, 0), {draws, 3, 1});
  sum(loss(scores, V)).backward();
  return select(scores.grad(), 1, 0);
}
// [/gradients]

// The gradient of the expected loss, w_j (L_j - sum_i w_i L_i), and that of the mixture's loss.
Tensor exact_gradient() {
  // [exact]
  const Tensor w = softmax(paper_scores), L = select(loss_of(paper_values).value(), 1, 0);
  return w * (L - sum(w * L));
  // [/exact]
}

struct Estimate {
  std::string name;
  Tensor drawn;  // (draws, 3)

  Tensor mean_of_draws() const { return mean(drawn, 0); }
  // The root of the mean squared distance from the mean: what one draw is off by.
  double deviation() const {
    const Tensor off = drawn - mean_of_draws();
    return std::sqrt(number(sum(off * off)) / static_cast<double>(draws));
  }
};

std::vector<Estimate> estimates() {
  Rng rng(8);
  std::vector<Estimate> all;
  // [estimates]
  const auto with_baseline = [&](double baseline) {
    return [&rng, baseline](const Variable& scores, const Variable& V) {
      const Tensor chosen = draw(scores, rng);
      const Tensor losses = select(loss_of(matmul(chosen, V.value())).value(), 2, 0);  // (draws, 1)
      return static_cast<double>(draws) * reinforce(scores, chosen, losses, baseline);
    };
  };
  const double mean_loss = number(sum(softmax(paper_scores) * select(loss_of(paper_values).value(), 1, 0)));
  all.push_back({"REINFORCE", gradients(with_baseline(0))});
  all.push_back({"with the mean loss as baseline", gradients(with_baseline(mean_loss))});
  all.push_back({"straight-through", gradients([&](const Variable& scores, const Variable& V) {
                   return loss_of(read_straight_through(scores, V, rng));
                 })});
  for (const double T : {2.0, 1.0, 0.5, 0.1}) {
    all.push_back({text("Gumbel, T = ", T), gradients([&](const Variable& scores, const Variable& V) {
                     return loss_of(read_gumbel(scores, V, T, rng));
                   })});
  }
  // [/estimates]
  return all;
}

std::vector<std::string> shown(const std::string& name, const Tensor& gradient,
                               const std::string& deviation) {
  std::vector<std::string> row{name};
  for (Index key = 0; key < 3; ++key) row.push_back(rounded(static_cast<double>(gradient(key)), 3));
  row.push_back(deviation);
  return row;
}

void estimated(Lesson& lesson) {
  lesson.step("Four estimates of one gradient");
  const Tensor exact = exact_gradient();
  const Tensor soft = select(
      gradients([](const Variable& scores, const Variable& V) { return loss_of(read_soft(scores, V)); }), 0,
      0);
  Rows rows = {shown("exact, for a choice", exact, "0"), shown("exact, for the mixture", soft, "0")};
  const std::vector<Estimate> all = estimates();
  for (const Estimate& one : all)
    rows.push_back(shown(one.name, one.mean_of_draws(), rounded(one.deviation(), 2)));
  lesson.table({"mean of 20,000 draws", "dL/ds1", "dL/ds2", "dL/ds3", "deviation"}, rows);
  lesson.watch("exact", exact, "soft", soft);
  for (const Estimate& one : all) lesson.watch(one.name, one.mean_of_draws());
  const double plain = all[0].deviation(), baseline = all[1].deviation();
  lesson.value("plain", rounded(plain, 2));
  lesson.value("baseline", rounded(baseline, 2));
  lesson.value("fewer", rounded(plain * plain / (baseline * baseline), 1));
}

void gumbel(Lesson& lesson) {
  lesson.step("Gumbel noise draws by weight");
  // [gumbel max]
  Rng rng(9);
  const Tensor noise = gumbel_noise({draws, 3}, rng);
  const Tensor chosen =
      kernel::choose_largest(softmax(paper_scores + noise));  // (draws, 3): 1 at the largest
  const Tensor share = mean(chosen, 0);
  // [/gumbel max]
  lesson.show("share", share);
  lesson.show("weights", softmax(paper_scores));
  lesson.value("largest gap", percent(number(max(abs(share - softmax(paper_scores)))), 1));
  lesson.watch("noise", slice(noise, 0, 0, 5), "chosen", slice(chosen, 0, 0, 5));
}

constexpr double rates[] = {0.003, 0.01, 0.03};

// Outcomes of every way, rate and seed: [way][rate][seed].
using Outcomes = std::map<std::string, std::vector<std::vector<Outcome>>>;

Outcomes train_all(Lesson& lesson) {
  Outcomes outcomes;
  Index done = 0;
  const Index all = static_cast<Index>(ways().size()) * 9;
  // [sweep]
  for (const std::string& way : ways()) {
    for (const double rate : rates) {
      std::vector<Outcome>& seeds = outcomes[way].emplace_back();
      for (const std::uint64_t seed : {1u, 2u, 3u}) {
        seeds.push_back(train(way, rate, seed));
        lesson.progress("trainings", ++done, all);
      }
    }
  }
  // [/sweep]
  return outcomes;
}

// "0.10 to 0.46": the lowest and the highest of three seeds.
template <class Number>
std::string span(const std::vector<Outcome>& seeds, Number number_of) {
  double low = number_of(seeds[0]), high = low;
  for (const Outcome& outcome : seeds) {
    low = std::min(low, number_of(outcome));
    high = std::max(high, number_of(outcome));
  }
  return rounded(low, 2) + " to " + rounded(high, 2);
}
double weight_of(const Outcome& outcome) { return outcome.weight; }

std::vector<std::string> weights_row(const std::string& way, const Outcomes& outcomes) {
  std::vector<std::string> row{way};
  for (const std::vector<Outcome>& seeds : outcomes.at(way)) row.push_back(span(seeds, weight_of));
  return row;
}

// The mean over the seeds.
template <class Number>
double mean_of(const std::vector<Outcome>& seeds, Number number_of) {
  double total = 0;
  for (const Outcome& outcome : seeds) total += number_of(outcome);
  return total / static_cast<double>(seeds.size());
}

show::Series curve(const std::string& way, const Outcomes& outcomes) {
  show::Series series{way, {}, {}};
  const std::vector<Outcome>& seeds = outcomes.at(way)[1];  // at the rate 0.01
  for (std::size_t i = 0; i < seeds[0].curve.size(); ++i) {
    series.x.push_back(static_cast<double>(10 * i));
    series.y.push_back(mean_of(seeds, [&](const Outcome& outcome) { return outcome.curve[i]; }));
  }
  return series;
}

const std::vector<std::string> columns = {"weight of the right key", "rate 0.003", "rate 0.01", "rate 0.03"};

void learning(Lesson& lesson, const Outcomes& outcomes) {
  const std::vector<std::string> compared = {"soft", "straight-through", "Gumbel", "REINFORCE",
                                             "with baseline"};
  Rows rows;
  std::vector<show::Series> curves;
  for (const std::string& way : compared) {
    rows.push_back(weights_row(way, outcomes));
    curves.push_back(curve(way, outcomes));
    const std::vector<Outcome>& seeds = outcomes.at(way)[1];
    lesson.value(way, rounded(mean_of(seeds, weight_of), 2));
    lesson.value(way + " right",
                 percent(mean_of(seeds, [](const Outcome& outcome) { return outcome.right; })));
    lesson.watch(way, curves.back().y);
  }
  lesson.table(columns, rows);
  lesson.figure("learning.svg", show::line_chart({"Learning to look, rate 0.01, mean of three seeds",
                                                  {"step"},
                                                  {"weight of the right key", "", false, {0, 1}},
                                                  curves}));
}

void longer(Lesson& lesson, const Outcomes& outcomes) {
  lesson.step("More keys than in training");
  Rows rows;
  for (const std::string way : {"soft", "Gumbel", "with baseline"}) {
    const std::vector<Outcome>& seeds = outcomes.at(way)[1];
    for (const bool choice : {false, true}) {
      rows.push_back({way, choice ? "the largest" : "the mixture"});
      for (std::size_t i = 0; i < 3; ++i) {
        const double wrong = mean_of(seeds, [&](const Outcome& outcome) {
          return choice ? outcome.wrong_choice[i] : outcome.wrong_mixture[i];
        });
        rows.back().push_back(percent(wrong));
        lesson.value(text(way, choice ? " choice " : " mixture ", i), percent(wrong));
      }
    }
  }
  lesson.table({"trained", "then read", "10 keys", "100", "1,000"}, rows);
}

void broken(Lesson& lesson, const Outcomes& outcomes) {
  lesson.step("Broken on purpose: a constant in the loss");
  lesson.table(columns, {weights_row("REINFORCE", outcomes), weights_row("REINFORCE, loss + 50", outcomes)});
  lesson.value("broken", span(outcomes.at("REINFORCE, loss + 50")[1], weight_of));

  lesson.step("Fixed: the baseline");
  lesson.table(columns,
               {weights_row("with baseline", outcomes), weights_row("with baseline, loss + 50", outcomes)});
  lesson.value("repaired", span(outcomes.at("with baseline, loss + 50")[1], weight_of));
}

void two_questions(Lesson& lesson) {
  lesson.step("Two questions, four kinds");
  // [kinds]
  Rng rng(10);
  const AdditiveAttention soft(4, 4, 6, rng);
  HardAttention hard(4, 4, 6, rng);
  hard.eval();  // reads the largest; in training it draws by weight
  const Variable x = random_normal({1, 3, 4}, rng), other = random_normal({1, 5, 4}, rng);
  const Tensor soft_self = soft(x, x, x).weights.value(), hard_self = hard(x, x, x).weights.value();
  const Tensor soft_cross = soft(x, other, other).weights.value(),
               hard_cross = hard(x, other, other).weights.value();
  // [/kinds]
  lesson.show("soft self", select(soft_self, 0, 0));
  lesson.show("hard self", select(hard_self, 0, 0));
  lesson.show("soft cross", select(soft_cross, 0, 0));
  lesson.show("hard cross", select(hard_cross, 0, 0));
  lesson.watch("x", x, "other", other);
}

void answer(Lesson& lesson) {
  lesson.step("Mixture or choice?");
  Rows rows;
  // [cost]
  const Index d_k = 64, d_v = 64;
  for (const Index n : {10, 100, 1000, 10000}) {
    const Index scores = n * d_k, mixture = n * d_v, choice = 0;  // one value is copied, not multiplied
    rows.push_back({text(n), text(scores + mixture), text(scores + choice)});
  }
  // [/cost]
  lesson.table({"keys", "multiply-adds, soft", "hard"}, rows);
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"08", "Soft and hard attention", "about 10 s on two cores"}, count, arguments,
                    [](Lesson& lesson) {
                      temperature(lesson);
                      paper(lesson);
                      estimated(lesson);
                      gumbel(lesson);
                      lesson.step("Which way learns?");
                      const Outcomes outcomes = train_all(lesson);
                      learning(lesson, outcomes);
                      longer(lesson, outcomes);
                      broken(lesson, outcomes);
                      two_questions(lesson);
                      answer(lesson);
                    });
}
