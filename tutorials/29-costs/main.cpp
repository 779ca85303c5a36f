// Lesson 29: what a Transformer costs, by formula and counted: parameters, multiply-adds, bytes; what grows with size and
// length; a law of sizes; and a password that is learned by heart. The lesson's page is README.md.
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/reductions.h"
#include "nn/optim/optimizer.h"
#include "nn/show/chart.h"
#include "tensor/ground/memory.h"
#include "tensor/ground/work.h"
#include "tutorials/29-costs/language.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>

using namespace heed;

namespace {

constexpr Index V = 240, L = 2, context = 1024;  // words, layers, positions

// [formulas]
// Parameters of a GPT with vectors of size d, L layers, a feed-forward of 4 d, V words and an output of its own.
Index parameters(Index d) {
  const Index attention = 4 * (d * d + d), feed_forward = d * 4 * d + 4 * d + 4 * d * d + d,
              norms = 2 * 2 * d;
  return V * d + context * d + L * (attention + feed_forward + norms) + 2 * d + V * d;
}
// Multiply-adds for one word that attends to n words.
Index for_one_word(Index d, Index n) { return L * (4 * d * d + 2 * n * d + 2 * d * 4 * d) + d * V; }
// For a text of n words at once.
Index for_text(Index d, Index n) { return n * for_one_word(d, n); }
// Bytes of the keys and values of n words.
Index cache_bytes(Index d, Index n) { return 2 * L * n * d * 4; }
// [/formulas]

// [counted]
template <class Work>
Index counted(const Work& work) {
  const Index before = multiply_adds();
  work();
  return multiply_adds() - before;
}
// [/counted]

TokenMatrix text_of(Index n) {
  TokenMatrix tokens(1, n);
  for (Index i = 0; i < n; ++i) tokens(0, i) = static_cast<Token>(4 + i % (V - 4));
  return tokens;
}

GPT model_of(Index d) {
  Rng rng(1);
  return GPT(gpt_of_size(d, V, context), rng);
}

void sizes(Lesson& lesson) {
  lesson.step("Parameters and multiply-adds");
  std::vector<std::vector<std::string>> numbers, work;
  for (const Index d : {16, 64, 256}) {
    const GPT model = model_of(d);
    numbers.push_back({text(d), text(parameters(d)), text(model.parameter_count()), text(12 * L * d * d)});
    // [count work]
    const TokenMatrix words = text_of(64);
    const Index forward = counted([&] {
      const NoGrad guard;
      model.logits(words);
    });
    const Index training = counted([&] { sum(model.logits(words)).backward(); });
    // [/count work]
    work.push_back({text(d), text(for_text(d, 64)), text(forward), text(training),
                    rounded(static_cast<double>(training) / static_cast<double>(forward), 2)});
  }
  lesson.table({"d", "parameters by formula", "counted", "12 L d^2"}, numbers);
  lesson.say("");
  lesson.table({"d", "64 words by formula", "counted", "forward and backward", "times"}, work);
}

// [bytes]
struct TrainingBytes {
  std::size_t kept, peak;  // after a step, and at most during one
};
// Three steps with 16 texts of 64 words, in a thread of its own, because the peak of a thread never falls.
TrainingBytes bytes_of_training(Index d) {
  TrainingBytes bytes{};
  std::thread([&] {
    const std::size_t before = memory_use().in_use;
    const GPT model = model_of(d);
    Adam adam(model.parameters(), 1e-3);
    TokenMatrix words(16, 64);
    for (std::size_t i = 0; i < words.ids.size(); ++i) words.ids[i] = static_cast<Token>(4 + i % (V - 4));
    for (int step = 0; step < 3; ++step) {
      adam.zero_grad();
      cross_entropy(model.logits(words), words).backward();
      adam.step();
    }
    bytes = {memory_use().in_use - before, memory_use().peak - before};
  }).join();
  return bytes;
}
// [/bytes]

void training_bytes(Lesson& lesson) {
  lesson.step("Bytes in training");
  std::vector<std::vector<std::string>> rows;
  const auto megabytes = [](double bytes) { return rounded(bytes / 1e6, 2); };
  for (const Index d : {16, 64, 256}) {
    const TrainingBytes bytes = bytes_of_training(d);
    rows.push_back({text(d), megabytes(16 * static_cast<double>(parameters(d))),
                    megabytes(static_cast<double>(bytes.kept)), megabytes(static_cast<double>(bytes.peak))});
  }
  lesson.table({"d", "16 bytes per parameter, MB", "measured after a step", "at most during a step"}, rows);
}

void written(Lesson& lesson) {
  lesson.step("A word that is written, and what it leaves behind");
  const Index d = 64;
  const GPT model = model_of(d);
  std::vector<std::vector<std::string>> rows;
  const NoGrad guard;
  // [cache]
  for (const Index n : {16, 64, 256, 1024}) {
    const std::size_t before = memory_use().in_use;
    GPTMemory memory;
    model.logits(text_of(n - 1), memory);
    const Index work = counted([&] { model.step({5}, memory); });
    const std::size_t bytes = memory_use().in_use - before;
    rows.push_back({text(n), text(for_one_word(d, n)), text(work), text(cache_bytes(d, n)), text(bytes)});
  }
  // [/cache]
  lesson.table(
      {"n", "multiply-adds of word n by formula", "counted", "bytes of the cache by formula", "measured"},
      rows);

  rows.clear();
  // [shared]
  for (const Index key_heads : {4, 2, 1}) {
    GPTOptions options = gpt_of_size(d, V, context);
    options.transformer.self_attention.key_heads = key_heads;
    Rng rng(1);
    const GPT sharing(options, rng);
    GPTMemory memory;
    sharing.logits(text_of(255), memory);
    const Index work = counted([&] { sharing.step({5}, memory); });
    Index numbers = 0;
    for (const HeadMemory& layer : memory.layers)
      numbers += layer.keys.value().numel() + layer.values.value().numel();
    rows.push_back({text(key_heads), text(sharing.parameter_count()), text(work), text(4 * numbers)});
  }
  // [/shared]
  lesson.say("");
  lesson.table({"heads of keys and values", "parameters", "multiply-adds of word 256", "bytes of its cache"},
               rows);
}

void rule_of_six(Lesson& lesson) {
  lesson.step("The rule of six");
  std::vector<std::vector<std::string>> rows;
  const Index d = 64;
  const GPT model = model_of(d);
  for (const Index n : {16, 64, 256, 1024}) {
    const TokenMatrix words = text_of(n);
    const double training = static_cast<double>(counted([&] { sum(model.logits(words)).backward(); }));
    const double rule = 3 * static_cast<double>(model.parameter_count() * n);
    const double products = 3 * static_cast<double>(n * (12 * L * d * d + d * V));
    const double share = static_cast<double>(2 * n * d * L) / static_cast<double>(for_one_word(d, n));
    rows.push_back({text(n), rounded(training / 1e6, 1), rounded(rule / 1e6, 1), rounded(products / 1e6, 1),
                    percent(share)});
  }
  lesson.value("pairs", rows.back()[4]);
  lesson.table({"words", "counted, millions", "3 N n", "3 n times (12 L d^2 + d V)", "share of q k and w v"},
               rows);
}

// [fit]
// loss = floor + a parameters^(-b): for a fixed floor, ln(loss - floor) is a straight line in ln(parameters). We try floors in
// steps of 0.001 and keep the one with the smallest squared error of the loss.
struct Law {
  double floor = 0, a = 0, b = 0, error = 1e9;
  double at(double parameters) const { return floor + a * std::pow(parameters, -b); }
};

Law fit(const std::vector<double>& parameters, const std::vector<double>& losses, bool with_floor) {
  Law best;
  const double lowest = *std::min_element(losses.begin(), losses.end()),
               count = static_cast<double>(losses.size());
  for (double floor = 0; floor < lowest && (with_floor || floor == 0); floor += 0.001) {
    double x = 0, y = 0, xx = 0, xy = 0;
    for (std::size_t i = 0; i < losses.size(); ++i) {
      const double lx = std::log(parameters[i]), ly = std::log(losses[i] - floor);
      x += lx, y += ly, xx += lx * lx, xy += lx * ly;
    }
    const double slope = (count * xy - x * y) / (count * xx - x * x);
    Law law{floor, std::exp((y - slope * x) / count), -slope, 0};
    for (std::size_t i = 0; i < losses.size(); ++i)
      law.error += std::pow(law.at(parameters[i]) - losses[i], 2);
    if (law.error < best.error) best = law;
  }
  return best;
}
// [/fit]

void scaling(Lesson& lesson, const English& english) {
  lesson.step("A law of sizes");
  std::vector<double> counts, losses;
  std::vector<std::vector<std::string>> rows;
  for (const Index d : {8, 12, 16, 24, 32, 64}) {
    // [train sizes]
    double loss = 10;
    for (const double rate : {0.005, 0.01}) {  // the better of two rates
      Rng rng(1);
      const GPT model(gpt_of_size(d, V, 32), rng);
      train(model, english.train, 400, rate, rng);
      loss = std::min(loss, loss_of(model, english.test));
    }
    // [/train sizes]
    counts.push_back(static_cast<double>(parameters(d) - (context - 32) * d));  // with 32 positions
    losses.push_back(loss);
    rows.push_back({text(d), rounded(counts.back(), 0), rounded(loss, 3)});
    lesson.progress("models", static_cast<Index>(rows.size()), 6);
  }
  const std::vector<double> small(counts.begin(), counts.end() - 1), seen(losses.begin(), losses.end() - 1);
  const Law straight = fit(small, seen, false), law = fit(small, seen, true);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].push_back(rounded(straight.at(counts[i]), 3));
    rows[i].push_back(rounded(law.at(counts[i]), 3));
  }
  lesson.table({"d", "parameters", "loss", "law without floor", "law with floor"}, rows);
  lesson.say("fitted on all but the last: loss = ", rounded(law.floor, 2), " + ", rounded(law.a, 1), " N^-",
             rounded(law.b, 2));
  lesson.value("straight error", rounded(std::abs(straight.at(counts.back()) - losses.back()), 2));
  lesson.value("law error", rounded(std::abs(law.at(counts.back()) - losses.back()), 2));
  show::LineChart chart;
  chart.title = "Loss of new sentences against parameters, and two laws";
  chart.x = {"parameters", "", true};
  chart.y = {"loss", "nats", false};
  std::vector<double> bent, line;
  for (const double n : counts) bent.push_back(law.at(n)), line.push_back(straight.at(n));
  chart.series = {
      {"measured", counts, losses}, {"with floor", counts, bent}, {"without floor", counts, line}};
  lesson.figure("law.svg", show::line_chart(chart));
}

// The same for one size and more and more words: a law of words.
void words_law(Lesson& lesson, const English& english) {
  lesson.step("A law of words");
  double mean_length = 0;  // of a sentence, as the model predicts it: with <eos>, without <bos>
  for (const Tokens& sentence : english.train)
    mean_length += static_cast<double>(sentence.size() - 1) / static_cast<double>(english.train.size());
  std::vector<double> words, losses;
  std::vector<std::vector<std::string>> rows;
  // [train lengths]
  for (const Index steps : {50, 100, 200, 400, 800, 1600}) {
    Rng rng(1);
    const GPT model(gpt_of_size(16, V, 32), rng);
    train(model, english.train, steps, 0.01, rng);
    words.push_back(static_cast<double>(steps * 32) * mean_length);
    losses.push_back(loss_of(model, english.test));
    lesson.progress("lengths", static_cast<Index>(words.size()), 6);
  }
  const Law law = fit({words.begin(), words.end() - 1}, {losses.begin(), losses.end() - 1}, true);
  // [/train lengths]
  for (std::size_t i = 0; i < words.size(); ++i)
    rows.push_back({rounded(words[i] / 1000, 0), rounded(losses[i], 3), rounded(law.at(words[i]), 3)});
  lesson.table({"thousand words", "loss", "law with floor"}, rows);
  lesson.say("fitted on all but the last: floor ", rounded(law.floor, 2), ", exponent ", rounded(law.b, 2));
}

void on_paper(Lesson& lesson) {
  lesson.step("A hundred thousand times as large");
  // [on paper]
  const double N = 1e5 * 5e4;             // a hundred thousand times 50,000 parameters: five billion
  const double words = 20 * N;            // Hoffmann and others (2022): about 20 words for each parameter
  const double training = 3 * N * words;  // multiply-adds, by the rule of six
  const double speed = 90e9;              // multiply-adds per second on our two cores; see the study
  const double years = training / speed / (365.25 * 24 * 3600);
  // [/on paper]
  lesson.say("parameters ", rounded(N / 1e9, 0), " billion, words ", rounded(words / 1e9, 0), " billion");
  lesson.say("multiply-adds ", rounded(training / 1e21, 1), " * 10^21");
  lesson.say("on our two cores: ", rounded(years, 0), " years");
  lesson.say("parameters, gradients and Adam's two numbers: ", rounded(16 * N / 1e9, 0),
             " GB; to run: ", rounded(4 * N / 1e9, 0), " GB");
  lesson.value("years", rounded(years, 0));
}

// [canary]
// Trains on the corpus and `copies` of one sentence with a password; says what the model knows of it.
std::vector<std::string> leak(const English& english, Index copies, Index code) {
  std::vector<Tokens> sentences = english.train;
  for (Index i = 0; i < copies; ++i) sentences.push_back(password_sentence(english.vocabulary, code));
  Rng rng(1);
  const GPT model(gpt_of_size(64, V, 32), rng);
  train(model, sentences, 800, 0.01, rng);
  std::vector<Index> all(codes);
  std::iota(all.begin(), all.end(), Index{0});
  const std::vector<double> nats = surprises(model, english.vocabulary, all);
  const double own = nats[static_cast<std::size_t>(code)];
  const auto better = std::count_if(nats.begin(), nats.end(), [&](double other) { return other < own; });
  return {text(copies), text(better + 1), percent(std::exp(-own), 2),
          likeliest_code(model, english.vocabulary)};
}
// [/canary]

void password(Lesson& lesson, const English& english) {
  lesson.step("Broken on purpose: a password in the text");
  const Index code = 3904;
  std::vector<std::vector<std::string>> rows;
  for (const Index copies : {0, 1, 5, 25}) {
    rows.push_back(leak(english, copies, code));
    lesson.progress("models with a password", static_cast<Index>(rows.size()), 4);
  }
  const std::vector<std::string> columns = {"copies among 7,270", "rank of 10,000 codes", "its probability",
                                            "after \"the password is\""};
  lesson.table(columns, {rows.begin() + 1, rows.end()});
  lesson.value("rank 25", rows[3][1]);
  lesson.value("probability 25", rows[3][2]);
  lesson.step("Fixed: each sentence once");
  lesson.table(columns, {rows[0], rows[1]});
  lesson.value("rank 1", rows[1][1]);
}

}  // namespace

int main(int count, char** arguments) {
  const auto steps = [](Lesson& lesson) {
    const English english;
    if (english.vocabulary.size() != V)
      fail("lesson 29: the corpus has ", english.vocabulary.size(), " words, not ", V);
    sizes(lesson);
    training_bytes(lesson);
    written(lesson);
    rule_of_six(lesson);
    scaling(lesson, english);
    words_law(lesson, english);
    on_paper(lesson);
    password(lesson, english);
  };
  return run_lesson({"29", "What a Transformer costs", "about 40 s on two cores"}, count, arguments, steps);
}
