// Lesson 11: recurrent networks, and a translator with one vector in the middle. The lesson's page
// is README.md; the translator is in translator.h.
#include "autograd/operations/reductions.h"
#include "nn/recurrent/gru.h"
#include "nn/show/chart.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/11-gru/translator.h"
#include "tutorials/lesson.h"

#include <cmath>
#include <memory>

using namespace heed;

namespace {

using Rows = std::vector<std::vector<std::string>>;

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

// [plain]
// A recurrent network of a single number: the state h, and h' = tanh(x + w h).
std::vector<double> plain_states(const std::vector<double>& inputs, double w) {
  std::vector<double> states;
  double h = 0;
  for (const double x : inputs) {
    h = std::tanh(x + w * h);
    states.push_back(h);
  }
  return states;
}
// [/plain]

std::string listed(const std::vector<double>& numbers) {
  std::string line;
  for (const double number : numbers) line += "  " + rounded(number, 3);
  return line;
}

void plain(Lesson& lesson) {
  lesson.step("A network that remembers");
  // [remember]
  const std::vector<double> inputs = {1, 0, 0, 0, 0};  // one word, then silence
  const std::vector<double> weak = plain_states(inputs, 0.5), strong = plain_states(inputs, 1.5);
  // [/remember]
  lesson.say("step           1      2      3      4      5");
  lesson.say("w = 0.5 ", listed(weak));
  lesson.say("w = 1.5 ", listed(strong));
  lesson.watch("inputs", inputs, "weak", weak, "strong", strong);
}

// [reach]
// Runs a cell over 50 random inputs, and returns how large the gradient of a random sum over the
// last state is at each earlier state, 0 to 50 steps back, relative to the last.
template <class Cell>
std::vector<double> reach(const Cell& cell, Rng& rng) {
  const Index hidden = 32, steps = 50;
  std::vector<Variable> states{leaf(random_normal({1, hidden}, rng, 0, 0.5))};
  for (Index step = 0; step < steps; ++step) {
    states.push_back(cell(random_normal({1, 16}, rng), states.back()));
  }
  states.back().backward(random_normal({1, hidden}, rng), {.keep_gradients = true});
  const auto norm = [](const Tensor& g) { return std::sqrt(static_cast<double>(sum(g * g).item())); };
  std::vector<double> result;
  for (auto state = states.rbegin(); state != states.rend(); ++state) {
    result.push_back(norm(state->grad()) / norm(states.back().grad()));
  }
  return result;
}
// [/reach]

// The cells compared. `scale` multiplies the recurrent weights; `keep` is added to the bias of the update gate.
std::vector<double> reach_of_rnn(double scale, std::uint64_t seed) {
  Rng rng(seed);
  RNNCell cell(16, 32, rng);
  cell.from_state->weight.value().copy_from(cell.from_state->weight.value() * scale);
  return reach(cell, rng);
}
std::vector<double> reach_of_gru(double keep, std::uint64_t seed) {
  Rng rng(seed);
  GRUCell cell(16, 32, rng);
  Tensor update = slice(cell.from_input->bias->value(), 0, 32, 64);  // a window on z's part of the bias
  update += keep;
  return reach(cell, rng);
}

void vanishing(Lesson& lesson) {
  lesson.step("What reaches the past");
  const std::pair<std::string, std::function<std::vector<double>(std::uint64_t)>> kinds[] = {
      {"RNN", [](auto seed) { return reach_of_rnn(1, seed); }},
      {"RNN, weights x 0.5", [](auto seed) { return reach_of_rnn(0.5, seed); }},
      {"RNN, weights x 3", [](auto seed) { return reach_of_rnn(3, seed); }},
      {"GRU", [](auto seed) { return reach_of_gru(0, seed); }},
      {"GRU, z opened", [](auto seed) { return reach_of_gru(3, seed); }}};
  Rows rows;
  std::vector<show::Series> curves;
  for (const auto& [name, reach_with] : kinds) {
    std::vector<double> mean(51, 0);  // of the logarithms, over three seeds
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
      const std::vector<double> one = reach_with(seed);
      for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += std::log(one[k]) / 3;
    }
    rows.push_back({name});
    curves.push_back({name, {}, {}});
    for (std::size_t k = 0; k < mean.size(); ++k) {
      curves.back().x.push_back(static_cast<double>(k));
      curves.back().y.push_back(std::exp(mean[k]));
    }
    for (const std::size_t k : {1u, 5u, 10u, 20u, 50u})
      rows.back().push_back(show::short_number(std::exp(mean[k]), 2));
    lesson.value(name, rows.back().back());
    lesson.watch(name, curves.back().y);
  }
  lesson.table({"gradient, steps back", "1", "5", "10", "20", "50"}, rows);
  lesson.figure(
      "reach.svg",
      show::line_chart(
          {"How much of the gradient reaches the past", {"steps back"}, {"gradient", "", true}, curves}));
}

// [gru paper]
struct Gates {
  double r, z, n, h;  // reset, update, candidate, new state
};

// One step of a GRU of a single number. Each gate has one weight for x, one for h, and a bias.
Gates gru_on_paper(double x, double h, double z_bias) {
  const double r = sigmoid(1 * x + 1 * h + 0);
  const double z = sigmoid(-4 * x + 0 * h + z_bias);  // a large x closes z: take the new
  const double n = std::tanh(1 * x + r * (1 * h));
  return {r, z, n, (1 - z) * n + z * h};
}
// [/gru paper]

void gates(Lesson& lesson) {
  lesson.step("Gates on paper");
  Rows rows;
  double h = 0;
  std::vector<double> states;
  // [steps]
  for (const double x : {1.0, 0.0, 0.0, 0.0, 0.0}) {
    const Gates step = gru_on_paper(x, h, 3);
    h = step.h;
    // [/steps]
    states.push_back(h);
    rows.push_back(
        {rounded(x, 0), rounded(step.r, 3), rounded(step.z, 3), rounded(step.n, 3), rounded(step.h, 3)});
  }
  lesson.table({"x", "r", "z", "n", "h"}, rows);
  lesson.watch("states", states);
  lesson.value("kept", percent(states.back() / states.front()));
}

void library(Lesson& lesson) {
  lesson.step("Sentences of different lengths");
  // [padded]
  Rng rng(11);
  const GRU gru(3, 4, rng);
  const Tensor short_one = random_normal({1, 2, 3}, rng), long_one = random_normal({1, 5, 3}, rng);
  const Tensor padded = concatenate({short_one, random_normal({1, 3, 3}, rng)}, 1);  // anything as padding
  const Tensor batch = concatenate({padded, long_one}, 0);                           // (2, 5, 3)
  const GRU::Result together = gru(batch, {2, 5}), alone = gru(short_one);
  const Tensor final_together = slice(together.final[0].value(), 0, 0, 1);
  const bool same = all_equal(final_together, alone.final[0].value());
  // [/padded]
  lesson.show("output of the short sentence", select(together.output.value(), 0, 0));
  lesson.say("its final state is the same in a batch and alone: ", same ? "yes" : "no");
  lesson.watch("batch", batch, "final_together", final_together, "alone", alone.final[0]);

  lesson.step("Broken on purpose: reading the padding");
  // [ignored]
  const GRU::Result ignored = gru(batch);  // the lengths were forgotten
  // [/ignored]
  const Tensor final_ignored = slice(ignored.final[0].value(), 0, 0, 1);
  lesson.show("final state, alone", alone.final[0]);
  lesson.show("final state, lengths forgotten", final_ignored);

  lesson.step("Fixed: the lengths");
  lesson.show("final state, lengths given", final_together);
}

const std::vector<std::pair<Index, Index>> ranges = {{2, 6}, {7, 9}, {10, 12}, {13, 18}};

// The share of exactly translated sentences in each range of lengths.
std::vector<double> by_length(const Evaluation& evaluation) {
  std::vector<double> shares;
  for (const auto& [shortest, longest] : ranges) {
    double all = 0, right = 0;
    for (std::size_t i = 0; i < evaluation.lengths.size(); ++i) {
      if (evaluation.lengths[i] < shortest || evaluation.lengths[i] > longest) continue;
      all += 1;
      right += evaluation.written[i] == evaluation.references[i];
    }
    shares.push_back(right / all);
  }
  return shares;
}

struct Trained {
  Texts texts = corpus();
  std::vector<Evaluation> evaluations;  // of three seeds
  Exposure exposed;                     // of the last
};

void translate(Lesson& lesson, Trained& trained) {
  lesson.step("One vector for a sentence");
  std::vector<Index> vector_shape;
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    // [train three]
    Rng rng(seed);
    const GRUModel model(without_attention(trained.texts, 128), rng);
    train(model, trained.texts, 8, seed,
          [&](Index done, Index all) { lesson.progress(text("training ", seed, " of 3"), done, all); });
    trained.evaluations.push_back(evaluate(model, trained.texts));
    // [/train three]
    if (seed == 3) trained.exposed = exposure(model, trained.texts, 12);
  }
  Rows rows;
  std::vector<std::vector<double>> shares;
  for (const Evaluation& evaluation : trained.evaluations) shares.push_back(by_length(evaluation));
  show::BarChart chart;
  chart.title = "Sentences translated exactly, without attention";
  chart.y = {"exact", "%", false, {0, 100}};
  for (std::size_t seed = 0; seed < 3; ++seed) chart.groups.push_back({text("seed ", seed + 1), {}});
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    rows.push_back({text(ranges[i].first, " to ", ranges[i].second)});
    chart.labels.push_back(rows.back()[0] + " words");
    double mean = 0;
    for (std::size_t seed = 0; seed < 3; ++seed) {
      rows.back().push_back(percent(shares[seed][i]));
      chart.groups[seed].values.push_back(std::round(100 * shares[seed][i]));
      mean += shares[seed][i] / 3;
    }
    lesson.value(rows.back()[0], percent(mean));
    lesson.watch(rows.back()[0], shares[0][i]);
  }
  lesson.table({"words", "seed 1", "seed 2", "seed 3"}, rows);
  lesson.value("parameters of the vector", "128");
  lesson.figure("lengths.svg", show::bar_chart(chart));
}

void exposed(Lesson& lesson, const Trained& trained) {
  lesson.step("With a teacher and without");
  const Exposure& x = trained.exposed;
  const TokenAccuracy &forced = trained.evaluations.back().forced,
                      &own = trained.evaluations.back().generated;
  lesson.table({"", "words right"}, {{"given the right word before", percent(forced.value())},
                                     {"given its own word before", percent(own.value())},
                                     {"  directly after a right word", percent(x.after_right)},
                                     {"  directly after a wrong word", percent(x.after_wrong)}});
  show::Series with{"teacher forcing", {}, x.forced}, without{"its own words", {}, x.written};
  for (std::size_t at = 0; at < x.forced.size(); ++at) {
    with.x.push_back(static_cast<double>(at));
    without.x.push_back(static_cast<double>(at));
  }
  lesson.figure(
      "exposure.svg",
      show::line_chart(
          {"Words right, by position", {"position"}, {"right", "", false, {0, 1}}, {with, without}}));
  lesson.watch("forced", x.forced, "written", x.written);
  lesson.value("forced", percent(forced.value()));
  lesson.value("own", percent(own.value()));
  lesson.value("after wrong", percent(x.after_wrong));
}

void answer(Lesson& lesson, const Trained& trained) {
  lesson.step("How much fits into one vector?");
  Rows rows;
  const Evaluation& evaluation = trained.evaluations.back();
  for (const std::size_t wanted : {3u, 8u, 14u}) {  // the first test sentence of this length
    for (std::size_t i = 0; i < evaluation.lengths.size(); ++i) {
      if (evaluation.lengths[i] != static_cast<Index>(wanted)) continue;
      lesson.say("right    ", detokenize(evaluation.references[i], Tokenizer::split));
      lesson.say("written  ", detokenize(evaluation.written[i], Tokenizer::split));
      lesson.say("");
      break;
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"11", "GRU and the encoder-decoder without attention", "about 30 s on two cores"}, count,
                    arguments, [](Lesson& lesson) {
                      plain(lesson);
                      vanishing(lesson);
                      gates(lesson);
                      library(lesson);
                      Trained trained;
                      translate(lesson, trained);
                      exposed(lesson, trained);
                      answer(lesson, trained);
                    });
}
