// Lesson 26: what attention can do, and what it cannot. Nine tasks, eleven mechanisms, three lengths; and
// the head that looks up what followed. The lesson's page is README.md.
#include "autograd/watch/attention_watch.h"
#include "nn/show/heat_map.h"
#include "tensor/views.h"
#include "tutorials/26-abilities/heads.h"
#include "tutorials/26-abilities/mechanisms.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

using namespace heed;

namespace {

// How the page writes the tokens of tasks.cpp.
std::string written(Token token) {
  static const std::map<Token, std::string> names{{nothing, "."}, {34, "_"},   {35, "?"},   {36, "-"},
                                                  {37, "("},      {38, ")"},   {39, "["},   {40, "]"},
                                                  {41, "end"},    {42, "max"}, {43, "min"}, {44, "sum"}};
  const auto name = names.find(token);
  if (name != names.end()) return name->second;
  return token < 10 ? text(token) : std::string(1, static_cast<char>('a' + token - 10));
}

std::string written(const std::vector<Token>& tokens) {
  std::string all;
  for (const Token token : tokens) all += (all.empty() ? "" : " ") + written(token);
  return all;
}

void show_tasks(Lesson& lesson) {
  lesson.step("Nine tasks");
  Rng rng(26);
  std::vector<std::vector<std::string>> rows;
  for (const Task& task : tasks()) {
    const Example example = task.draw(std::max<Index>(task.smallest, 5), rng);
    rows.push_back({task.name, written(example.input), written(example.answer), text(task.trained)});
  }
  lesson.table({"task", "input", "answers", "trained size"}, rows);
}

// The kept results: for each row "task, mechanism" the means over the seeds at 1, 2 and 4 times the trained length.
std::map<std::string, std::array<double, 3>> kept_results() {
  std::ifstream file("tutorials/26-abilities/tables/abilities.tsv");
  std::map<std::string, std::array<double, 3>> means;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> fields;
    std::istringstream parts(line);
    for (std::string field; std::getline(parts, field, '\t');) fields.push_back(field);
    if (fields.size() != 6 || fields[1] == "seed") continue;
    for (std::size_t i = 0; i < 3; ++i) means[fields[0]][i] += std::stod(fields[i + 2]) / 3;
  }
  if (means.size() != tasks().size() * mechanisms().size())
    fail("lesson 26: tutorials/26-abilities/tables/abilities.tsv is not complete; run make tables N=26");
  return means;
}

void one_table(Lesson& lesson) {
  const auto results = kept_results();
  const auto show = [&](const std::string& heading, std::size_t length) {
    lesson.step(heading);
    std::vector<std::string> names(1, "mechanism");
    for (const Task& task : tasks()) names.push_back(task.name == "list operations" ? "lists" : task.name);
    std::vector<std::vector<std::string>> rows;
    show::HeatMap map;
    for (const std::string& mechanism : mechanisms()) {
      rows.push_back({mechanism});
      for (const Task& task : tasks()) {
        const double right = results.at(task.name + ", " + mechanism)[length];
        rows.back().push_back(rounded(right, 0));
        map.matrix.values.push_back(right);
      }
    }
    lesson.table(names, rows);
    map.title = heading;
    map.row_axis = "mechanism";
    map.column_axis = "task";
    map.value = "right answers, %";
    map.row_labels = mechanisms();
    map.column_labels = {names.begin() + 1, names.end()};
    map.matrix.rows = std::ssize(mechanisms());
    map.matrix.columns = std::ssize(tasks());
    map.low = 0;
    map.high = 100;
    lesson.figure(text("length-", 1 << length, ".svg"), show::heat_map(map));
  };
  show("At the trained length", 0);
  show("At twice the length", 1);
  show("At four times the length", 2);
}

// [guess]
// recall: the share of right answers if the commonest value of the text is always predicted.
double commonest_value(Index pairs, Rng& rng) {
  constexpr Index texts = 20000, kinds = 8;
  Index right = 0;
  for (Index round = 0; round < texts; ++round) {
    std::array<Index, kinds> count{};
    for (Index pair = 0; pair < pairs; ++pair) ++count[static_cast<std::size_t>(rng.integer(kinds))];
    right += *std::max_element(count.begin(), count.end());
  }
  return static_cast<double>(right) / static_cast<double>(texts * pairs);
}

// list operations: the same if the operator is applied to all digits after it, as if there were no inner
// lists. Only closing tokens in the second half count.
double without_nesting(Index size, Rng& rng) {
  constexpr Token closing = 41, maximum = 42, minimum = 43;
  Index right = 0, asked = 0;
  for (Index round = 0; round < 20000; ++round) {
    const Example example = task_named("list operations").draw(size, rng);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < example.input.size(); ++i) {
      if (example.input[i] > closing) open.push_back(i);
      if (example.input[i] != closing) continue;
      Token largest = 0, smallest = 9, sum = 0;
      for (std::size_t j = open.back(); j < i; ++j) {
        if (example.input[j] > 9) continue;
        largest = std::max(largest, example.input[j]);
        smallest = std::min(smallest, example.input[j]);
        sum = (sum + example.input[j]) % 10;
      }
      const Token kind = example.input[open.back()];
      open.pop_back();
      if (2 * i < example.input.size()) continue;
      ++asked;
      right += example.answer[i] == (kind == maximum ? largest : kind == minimum ? smallest : sum) ? 1 : 0;
    }
  }
  return static_cast<double>(right) / static_cast<double>(asked);
}
// [/guess]

void guessing(Lesson& lesson) {
  lesson.step("36 % is not a third of an understanding");
  Rng rng(1);
  std::vector<std::vector<std::string>> rows{{"recall", "the commonest value"},
                                             {"lists", "inner lists ignored"}};
  for (const Index times : {1, 2, 4}) {
    rows[0].push_back(percent(commonest_value(times * task_named("recall").trained, rng)));
    rows[1].push_back(percent(without_nesting(times * task_named("list operations").trained, rng)));
  }
  lesson.table({"task", "rule", "trained length", "twice", "4 times"}, rows);
}

struct Trained {
  std::unique_ptr<Solver> solver;
  std::array<double, 3> right;  // at 1, 2 and 4 times the trained length
};

Trained trained(const std::string& task_name, const std::string& mechanism, double rate) {
  // [trained]
  const Task& task = task_named(task_name);
  Rng rng(1), test(200);
  auto solver = std::make_unique<Solver>(mechanism, rng);
  train(*solver, task, rate, rng);
  std::array<double, 3> right{};
  for (std::size_t i = 0; i < 3; ++i) right[i] = right_answers(*solver, task, task.trained << i, test);
  // [/trained]
  return {std::move(solver), right};
}

void a_part(Lesson& lesson) {
  lesson.step("A part of it, here and now");
  struct Cell {
    const char *task, *mechanism;
    double rate;
  };
  constexpr std::array<Cell, 5> cells{{{"copy", "none", 0.003},
                                       {"copy", "dot", 0.003},
                                       {"parity", "RNN", 0.003},
                                       {"parity", "linear", 0.001},
                                       {"induction", "ALiBi", 0.003}}};
  std::vector<std::vector<std::string>> rows;
  for (const Cell& cell : cells) {
    const std::array<double, 3> right = trained(cell.task, cell.mechanism, cell.rate).right;
    rows.push_back({cell.task, cell.mechanism, text(cell.rate), percent(right[0]), percent(right[1]),
                    percent(right[2])});
    lesson.progress("cells", std::ssize(rows), std::ssize(cells));
  }
  lesson.table({"task", "mechanism", "rate", "trained length", "twice", "4 times"}, rows);
}

void induction_head(Lesson& lesson) {
  lesson.step("The head that looks up what followed");
  const Trained model = trained("recall", "rotary", 0.003);
  const Task& recall = task_named("recall");
  Rng test(7);
  const Examples examples = draw(recall, 200, recall.trained, test);
  const std::vector<HeadScore> scores = head_scores(*model.solver, examples);
  const auto right_without = [&](Index layer, const std::vector<Index>& heads) {
    const HeadsOff off(*model.solver, layer, heads, 2);
    Rng rng(8);
    return right_answers(*model.solver, recall, recall.trained, rng);
  };
  std::vector<std::vector<std::string>> rows;
  for (const HeadScore& score : scores)
    rows.push_back({text(score.layer + 1), text(score.head + 1), rounded(score.previous, 2),
                    rounded(score.induction, 2), percent(right_without(score.layer, {score.head}))});
  lesson.table({"layer", "head", "to the token before", "to what followed", "right without it"}, rows);
  lesson.watch("right", model.right[0]);
  lesson.say("with all heads: ", percent(model.right[0]),
             "; without both heads of layer 2: ", percent(right_without(1, {0, 1})),
             "; at twice the length: ", percent(model.right[1]));

  const NoGrad guard;
  const AttentionWatch watch;
  Examples one = draw(recall, 1, recall.trained, test);
  (*model.solver)(one.input);
  std::vector<std::string> labels;
  for (const Token token : one.input.ids) labels.push_back(written(token));
  for (std::size_t layer = 0; layer < 2; ++layer) {
    const Index head = layer == 0 && scores[1].previous > scores[0].previous ? 1 : 0;
    const Tensor weights = select(select(watch.calls()[layer].weights(), 0, 0), 0, head).contiguous();
    show::HeatMap map;
    map.title = text("Layer ", layer + 1, ", head ", head + 1);
    map.row_axis = "query";
    map.column_axis = "key";
    map.value = "weight";
    map.row_labels = map.column_labels = labels;
    map.low = 0;
    map.high = 1;
    map.matrix = {weights.size(0), weights.size(1), weights.to_doubles()};
    lesson.figure(text("layer-", layer + 1, ".svg"), show::heat_map(map));
  }
}

void broken(Lesson& lesson) {
  lesson.step("Broken on purpose: one learning rate for all");
  const double fast = trained("recall", "dot", 0.02).right[0],
               parity = trained("parity", "RNN", 0.02).right[0];
  lesson.say("learning rate 0.02: recall with dot ", percent(fast), ", parity with the RNN ",
             percent(parity));
  lesson.value("fast", percent(fast));

  lesson.step("Fixed: sweep it");
  const double slow = trained("recall", "dot", 0.001).right[0];
  lesson.say("learning rate 0.001: recall with dot ", percent(slow));
  lesson.value("slow", percent(slow));
}

}  // namespace

int main(int argument_count, char** arguments) {
  const auto steps = [](Lesson& lesson) {
    show_tasks(lesson);
    one_table(lesson);
    guessing(lesson);
    a_part(lesson);
    induction_head(lesson);
    broken(lesson);
  };
  return run_lesson({"26", "What can attention do?", "about 30 s on two cores"}, argument_count, arguments,
                    steps);
}
