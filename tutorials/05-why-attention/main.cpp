// Lesson 05: what a state of fixed size forgets, and what looking again changes. The lesson's page is
// README.md; the readers are in readers.h.
#include "autograd/watch/profile.h"
#include "nn/show/chart.h"
#include "nn/show/svg.h"
#include "tensor/elementwise.h"
#include "tensor/ground/stopwatch.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/05-why-attention/readers.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>
#include <iostream>

using namespace heed;

namespace {

using show::short_number;

const std::vector<Index> lengths = {1, 2, 4, 8, 16, 32, 64};
const std::vector<double> rates = {0.003, 0.01, 0.03};
const std::vector<std::uint64_t> seeds = {1, 2, 3};

std::string listed(const std::vector<double>& numbers, int places) {
  std::string line;
  for (const double number : numbers) line += "  " + rounded(number, places);
  return line;
}

double mean(const std::vector<double>& numbers) {
  double total = 0;
  for (const double number : numbers) total += number;
  return total / static_cast<double>(numbers.size());
}

// [known]
// How many of n facts a reader knows, if it answers the others by guessing one of eight colours.
double known(double recalled, Index n) {
  const double guess = 1.0 / static_cast<double>(colours);
  return static_cast<double>(n) * (recalled - guess) / (1 - guess);
}
// [/known]

// What three seeds of one kind of reader recall: at each length, and by distance among eight facts.
struct Measured {
  std::vector<double> at_eight;                     // of each seed
  std::vector<double> all, weight, entropy, known;  // means, for each of `lengths`
  std::vector<double> by_distance;                  // mean
};

// [measure]
Measured measure(Memory memory, double rate, Index steps, Index size) {
  Measured result;
  const double share = 1.0 / static_cast<double>(seeds.size());
  for (auto* means : {&result.all, &result.weight, &result.entropy, &result.known})
    means->assign(lengths.size(), 0);
  result.by_distance.assign(8, 0);
  for (const std::uint64_t seed : seeds) {
    Rng rng(seed);
    const Reader reader(memory, rng, size);
    train(reader, {.max_facts = 8, .only_first = false, .steps = steps, .batch = 32}, rate, seed);
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      const Recall recalled = recall(reader, lengths[i]);
      result.all[i] += share * recalled.all;
      result.weight[i] += share * recalled.weight;
      result.entropy[i] += share * recalled.entropy;
      result.known[i] += share * known(recalled.all, lengths[i]);
    }
    const Recall eight = recall(reader, 8, false, 1000);
    result.at_eight.push_back(eight.all);
    for (std::size_t k = 0; k < 8; ++k) result.by_distance[k] += share * eight.by_distance[k];
  }
  return result;
}
// [/measure]

std::string spread(const std::vector<double>& shares) {
  const auto [low, high] = std::minmax_element(shares.begin(), shares.end());
  return percent(mean(shares)) + " (" + percent(*low) + " to " + percent(*high) + ")";
}

// In whole per cent; of equals, the first counts as the best.
bool worse(const Measured& a, const Measured& b) {
  return std::round(100 * mean(a.at_eight)) < std::round(100 * mean(b.at_eight));
}

// Everything that the load experiment measures, for the steps that speak about it.
struct Load {
  std::vector<std::string> names;
  std::vector<Measured> best;
  std::vector<Measured> again;  // the reader that looks again, for each of `rates`
};

void facts_and_memories(Lesson& lesson) {
  lesson.step("Facts and a question");
  // [ask]
  Rng rng(5);
  const Facts facts = random_facts(1, 4, rng);  // one text of four facts
  const Token asked = facts.animal(0, 1);       // "What colour is ...?"
  // [/ask]
  for (Index i = 0; i < 4; ++i) lesson.say("animal ", facts.animal(0, i), " has colour ", facts.colour(0, i));
  lesson.say("What colour has animal ", asked, "?");
  lesson.watch("animals", facts.animal.ids, "colours", facts.colour.ids, "asked", asked);

  lesson.step("Reading into one state");
  // [fade]
  double state = 0;
  std::vector<double> states;
  for (const double x : {1, 0, 0, 0, 0}) {
    state = 0.5 * state + x;
    states.push_back(state);
  }
  // [/fade]
  lesson.say("state after each step  ", listed(states, 4));
  // [sizes]
  const Reader plain(Memory::plain, rng);
  for (const Index n : {4, 16, 64}) {
    const Variable remembered = plain.remember(plain.read_facts(random_facts(1, n, rng)));
    lesson.say("after ", n, " facts, the RNN remembers ", remembered.shape());
  }
  // [/sizes]
  lesson.watch("states", states);

  lesson.step("Looking again");
  // [by hand]
  const Tensor content = tensor({{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});           // red, brown, grey
  const Tensor by_hand = matmul(tensor({{0.8, 0.1, 0.1}}), content);          // weights that we chose
  const Tensor K = tensor({{3, 0, 0}, {0, 3, 0}, {0, 0, 3}});                 // fox, dog, cat
  const Tensor weights = softmax(matmul(tensor({{1, 0, 0}}), transpose(K)));  // the question: fox
  const Tensor computed = matmul(weights, content);
  // [/by hand]
  lesson.show("by hand", by_hand);
  lesson.show("computed", computed);
  // [again]
  const Reader again(Memory::facts, rng);
  for (const Index n : {4, 16, 64}) {
    const Facts text = random_facts(1, n, rng);
    const Variable remembered = again.remember(again.read_facts(text));
    const Tensor read = again.answer(remembered, again.read_questions(text.animal)).weights;
    lesson.say("it keeps ", remembered.shape(), ", weights ", read.shape());
  }
  // [/again]
  lesson.watch("content", content, "K", K, "weights", weights);
}

void sweep_rates(Lesson& lesson, Load& load) {
  lesson.step("The same training for all");
  const std::vector<Memory> memories = {Memory::plain, Memory::gated, Memory::facts};
  load.names = {"RNN", "GRU", "looks again"};
  std::vector<std::vector<std::string>> rows;
  Index done = 0;
  // [sweep]
  for (const Memory memory : memories) {
    std::vector<Measured> by_rate;
    for (const double rate : rates) {
      lesson.progress("27 trainings, three at a time", ++done, 9);
      by_rate.push_back(measure(memory, rate, 3000, 32));
    }
    load.best.push_back(*std::max_element(by_rate.begin(), by_rate.end(), worse));
    if (memory == Memory::facts) load.again = by_rate;
    Rng rng(1);
    rows.push_back({load.names[rows.size()], text(Reader(memory, rng).parameter_count())});
    for (const Measured& measured : by_rate) rows.back().push_back(spread(measured.at_eight));
  }
  // [/sweep]
  lesson.table({"reader", "parameters", "rate 0.003", "rate 0.01", "rate 0.03"}, rows);
  lesson.watch("rates", rates);
}

void one_state(Lesson& lesson, Load& load) {
  lesson.step("How many facts fit into one state?");
  lesson.progress("a GRU of size 64", 0, 2);
  // [larger]
  const Measured larger = measure(Memory::gated, 0.03, 3000, 64);
  lesson.progress("training four times as long", 1, 2);
  const Measured longer = measure(Memory::gated, 0.01, 12000, 32);
  // [/larger]
  load.names.insert(load.names.end(), {"GRU, size 64", "GRU, 4 times the training"});
  load.best.insert(load.best.end(), {larger, longer});
  std::vector<std::vector<std::string>> rows;
  std::vector<show::Series> series;
  rows.push_back({"the colours alone"});
  for (const Index n : lengths) rows.back().push_back(percent(recall_of_colours_alone(n)));
  for (std::size_t i = 0; i < load.names.size(); ++i) {
    rows.push_back({load.names[i]});
    for (const double all : load.best[i].all) rows.back().push_back(percent(all));
    series.push_back({load.names[i], {}, load.best[i].known});
    for (const Index n : lengths) series.back().x.push_back(static_cast<double>(n));
    lesson.watch(load.names[i], load.best[i].all);
  }
  std::vector<std::string> names = {"facts"};
  for (const Index n : lengths) names.push_back(text(n));
  lesson.table(names, rows);
  const auto known_of = [&](std::size_t reader, std::size_t at) {
    return rounded(load.best[reader].known[at], 1);
  };
  lesson.value("gru 8", known_of(1, 3));
  lesson.value("gru 16", known_of(1, 4));
  lesson.value("gru 64", known_of(1, 6));
  lesson.value("large 16", known_of(3, 4));
  lesson.value("long 16", known_of(4, 4));
  lesson.value("again 64", known_of(2, 6));
  lesson.value("gru at 8", percent(load.best[1].all[3]));
  lesson.value("again at 64", percent(load.best[2].all[6]));
  lesson.figure("known.svg", show::line_chart({"Facts that a reader knows",
                                               {"facts read", "", true, {1, 64}},
                                               {"facts known", "", false, {0, 64}},
                                               series}));
}

void oldest(Lesson& lesson, const Load& load) {
  lesson.step("Does it forget the oldest fact?");
  std::vector<std::vector<std::string>> rows;
  for (std::size_t k = 0; k < 8; ++k) {
    rows.push_back({text(k)});
    for (std::size_t i = 0; i < 4; ++i) rows.back().push_back(percent(load.best[i].by_distance[k]));
  }
  lesson.table({"facts since then", "RNN", "GRU", "looks again", "GRU, size 64"}, rows);
  for (std::size_t i = 0; i < 4; ++i) lesson.watch(load.names[i], load.best[i].by_distance);

  lesson.step("Where does it look?");
  rows.clear();
  for (const std::size_t i : {3u, 6u}) {  // 8 facts, 64 facts
    for (std::size_t r = 0; r < rates.size(); ++r) {
      const Measured& again = load.again[r];
      rows.push_back({text(lengths[i]), short_number(rates[r]), percent(again.all[i]),
                      percent(again.weight[i]), rounded(again.entropy[i], 2)});
    }
  }
  lesson.table({"facts", "rate", "recall", "weight of the right fact", "entropy"}, rows);
  lesson.value("even 8", rounded(std::log(8.0), 2));
  lesson.value("even 64", rounded(std::log(64.0), 2));
  lesson.value("dull 64", percent(load.again[0].weight[6]));
  lesson.watch("weight", load.again[0].weight, "entropy", load.again[0].entropy);
}

// [pulled]
// Multiplies one matrix of the reader by a factor.
void pull(const Reader& reader, const std::string& matrix, double factor) {
  for (auto& [name, parameter] : reader.state_dict())
    if (name == matrix) parameter *= factor;
}
// [/pulled]

void gradients(Lesson& lesson) {
  lesson.step("The gradient, k steps back");
  const std::vector<std::string> names = {"RNN", "GRU", "GRU, open", "looks again", "RNN, U times 3"};
  const std::vector<Memory> memories = {Memory::plain, Memory::gated, Memory::open, Memory::facts,
                                        Memory::plain};
  std::vector<show::Series> series;
  std::vector<std::vector<std::string>> rows;
  // [untrained]
  for (std::size_t i = 0; i < memories.size(); ++i) {
    Rng rng(1);
    const Reader reader(memories[i], rng);
    if (names[i] == "RNN, U times 3") pull(reader, "rnn.from_state.weight", 3);
    series.push_back({names[i], {}, gradient_by_distance(reader, 32)});
  }
  // [/untrained]
  for (show::Series& one : series) {
    for (std::size_t k = 0; k < one.y.size(); ++k) one.x.push_back(static_cast<double>(k));
    rows.push_back({one.name});
    for (const std::size_t k : {0u, 3u, 7u, 15u, 31u}) rows.back().push_back(short_number(one.y[k], 2));
    lesson.watch(one.name, one.y);
  }
  lesson.table({"k", "0", "3", "7", "15", "31"}, rows);
  lesson.figure("gradient.svg", show::line_chart({"Gradient of the loss by the fact k steps back, untrained",
                                                  {"k", "", false, {0, 31}},
                                                  {"norm of the gradient", "", true, {1e-7, 1e4}},
                                                  series}));

  lesson.step("A path of one step can be closed, too");
  // [sharp]
  std::vector<Index> lost;  // of 32 questions: how many have a gradient below one in a million
  for (const double factor : {1, 100, 1000}) {
    Rng rng(1);
    const Reader reader(Memory::facts, rng);
    pull(reader, "query.weight", factor);
    const std::vector<double> norms = gradient_by_distance(reader, 32, 1);
    lost.push_back(std::count_if(norms.begin(), norms.end(), [](double norm) { return norm < 1e-6; }));
  }
  // [/sharp]
  lesson.table({"scores times", "gradient below 1e-6"}, {{"1", text(lost[0], " of 32 questions")},
                                                         {"100", text(lost[1], " of 32 questions")},
                                                         {"1000", text(lost[2], " of 32 questions")}});
  lesson.watch("lost", lost);
}

void distance(Lesson& lesson) {
  lesson.step("One fact, long ago");
  const std::vector<Memory> memories = {Memory::plain, Memory::gated, Memory::open, Memory::facts};
  const std::vector<std::string> names = {"RNN", "GRU", "GRU, open", "looks again"};
  std::vector<std::vector<std::string>> rows;
  Index done = 0;
  for (const Memory memory : memories) {
    rows.push_back({names[rows.size()]});
    for (const Index n : {4, 8, 16, 32}) {
      lesson.progress("one fact, long ago", ++done, 16);
      // [learned]
      Index learned = 0;  // at the better of two rates: how many of three seeds recall nine of ten
      for (const double rate : {0.003, 0.01}) {
        Index here = 0;
        for (const std::uint64_t seed : seeds) {
          Rng rng(seed);
          const Reader reader(memory, rng);
          train(reader, {.max_facts = n, .only_first = true, .steps = 600, .batch = 32}, rate, seed);
          here += recall(reader, n, true).all > 0.9 ? 1 : 0;
        }
        learned = std::max(learned, here);
      }
      // [/learned]
      rows.back().push_back(text(learned, " of 3"));
    }
  }
  lesson.table({"facts since then", "3", "7", "15", "31"}, rows);
}

void single_vector(Lesson& lesson) {
  lesson.step("Broken on purpose: attention to one vector");
  // [broken]
  const Measured broken = measure(Memory::last_state, 0.01, 1500, 32);
  // [/broken]
  lesson.say("recall of 8 facts         ", percent(broken.all[3]));
  lesson.say("recall of 16 facts        ", percent(broken.all[4]));
  Rng rng(1);
  const Reader reader(Memory::last_state, rng);
  const Facts facts = random_facts(1, 8, rng);
  const Tensor weights = reader(facts, facts.animal).weights;
  lesson.say("smallest, largest weight  ", rounded(min(weights).item(), 2), ", ",
             rounded(max(weights).item(), 2));
  lesson.say("shape of the weights      ", weights.shape(), " for 8 questions and 8 facts");
  lesson.watch("weights", weights);

  lesson.step("Fixed: all the states");
  // [fixed]
  const Measured fixed = measure(Memory::states, 0.01, 1500, 32);
  // [/fixed]
  lesson.say("recall of 8 facts         ", percent(fixed.all[3]));
  lesson.say("recall of 16 facts        ", percent(fixed.all[4]));
  lesson.say("weight of the right fact  ", percent(fixed.weight[3]), " among 8");
}

// [cost]
// The multiply-adds of all matrix products, when a reader reads n facts and answers m questions.
Index multiply_adds(Memory memory, Index n, Index m) {
  const NoGrad guard;
  Rng rng(1);
  const Reader reader(memory, rng);
  const TokenMatrix facts(1, n), asked(1, m);  // which animals they are does not change the count
  Profile profile;
  reader({facts, facts}, asked);
  Index total = 0;
  for (const ProfileReport::Row& row : profile.report().rows) total += row.multiply_adds;
  return total;
}
// [/cost]

void cost(Lesson& lesson) {
  lesson.step("What looking again costs");
  const auto millions = [](Index count) { return rounded(1e-6 * static_cast<double>(count), 2); };
  std::vector<std::vector<std::string>> rows;
  for (const Index n : {16, 64, 256, 1024, 4096}) {
    Stopwatch watch;
    const Index one = multiply_adds(Memory::gated, n, n);
    const double gated = 1e-6 * static_cast<double>(watch.lap());
    const Index again = multiply_adds(Memory::facts, n, n);
    const double looked = 1e-6 * static_cast<double>(watch.lap());
    std::cerr << n << " facts and questions: GRU " << rounded(gated, 1) << " ms, looks again "
              << rounded(looked, 1) << " ms\n";  // times differ from run to run: not on the page
    rows.push_back({text(n), millions(multiply_adds(Memory::gated, n, 1)),
                    millions(multiply_adds(Memory::facts, n, 1)), millions(one), millions(again)});
    lesson.watch(text("GRU ", n), one, text("again ", n), again);
    if (n == 4096) lesson.value("ratio", rounded(static_cast<double>(again) / static_cast<double>(one), 0));
  }
  lesson.table({"facts n", "GRU, 1 question", "looks again, 1", "GRU, n questions", "looks again, n"}, rows);
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"05", "Why attention", "about 35 s on two cores"}, count, arguments, [](Lesson& lesson) {
    Load load;
    facts_and_memories(lesson);
    sweep_rates(lesson, load);
    one_state(lesson, load);
    oldest(lesson, load);
    gradients(lesson);
    distance(lesson);
    single_vector(lesson);
    cost(lesson);
  });
}
