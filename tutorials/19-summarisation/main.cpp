// Lesson 19: how does a model write a name that it has never seen? Four summarisers of generated reports: without attention,
// with attention, with a pointer head, and with coverage. The lesson's page is README.md.
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/views.h"
#include "tutorials/19-summarisation/model.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

constexpr Index seeds = 3;

std::string joined(const Words& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

void reports(Lesson& lesson, const News& news) {
  lesson.step("Reports and their summaries");
  Index shown = 0;
  for (const Report& report : news.test) {
    if (report.words.size() > 45 || shown == 2) continue;
    ++shown;
    lesson.say("report:  ", joined(report.words));
    lesson.say("summary: ", joined(report.summary));
  }
  double words = 0, fresh = 0, names = 0;
  for (const Report& report : news.test) {
    words += static_cast<double>(report.words.size()) / static_cast<double>(news.test.size());
    for (std::size_t i = 0; i < report.summary.size(); ++i) {
      if (report.origin[i] < 0) continue;
      ++names;
      fresh += news.vocabulary.token(report.summary[i]) == Vocabulary::unknown;
    }
  }
  lesson.value("words", text(news.vocabulary.size()));
  lesson.value("length", rounded(words, 0));
  lesson.value("fresh", percent(fresh / names));
}

void on_paper(Lesson& lesson) {
  lesson.step("Copying on paper");
  // [paper]
  const Tensor generate =
      reshape(tensor({0.5, 0.3, 0.2}), {1, 1, 3});  // a vocabulary of three words: 0, 1 and 2
  const TokenMatrix source({{3, 1, 3}});            // 3 is a word that it does not have
  const Tensor weights = reshape(tensor({0.5, 0.2, 0.3}), {1, 1, 3});  // of the three source words
  const double g = 0.4;
  const Tensor copied = copy_probabilities(weights, source, 4).value();
  const Tensor p = g * concatenate({generate, zeros({1, 1, 1})}, 2) + (1 - g) * copied;
  // [/paper]
  lesson.show("copied", copied[0]);
  lesson.show("p", p[0]);
  lesson.watch("generate", generate, "weights", weights);
}

std::vector<std::string> row_of(const std::string& name, const Marks& marks) {
  return {name,
          percent(marks.exact),
          percent(marks.known),
          percent(marks.fresh),
          percent(marks.facts),
          percent(marks.repeated),
          percent(marks.missing)};
}

// Trains all models. Returns those with a pointer, of seed 1: without and with coverage.
std::vector<std::unique_ptr<Summariser>> compare(Lesson& lesson, const News& news) {
  lesson.step("Four summarisers, three seeds");
  std::vector<std::unique_ptr<Summariser>> kept;
  std::vector<std::vector<std::string>> by_seed, by_part;
  show::BarChart chart;
  chart.groups = {{"whole summary", {}}, {"new names", {}}};
  const auto add = [&](const std::string& name, const std::vector<Marks>& marks) {
    by_seed.push_back({name});
    Marks mean;
    for (const Marks& one : marks) {
      by_seed.back().push_back(percent(one.exact));
      mean.add(one, 1.0 / static_cast<double>(marks.size()));
    }
    by_seed.back().push_back(percent(mean.exact));
    by_part.push_back(row_of(name, mean));
    lesson.value(name, percent(mean.exact));
    lesson.value(name + ", new", percent(mean.fresh));
    lesson.value(name + ", repeated", percent(mean.repeated));
    lesson.value(name + ", missing", percent(mean.missing));
    chart.labels.push_back(name);
    chart.groups[0].values.push_back(std::round(100 * mean.exact));
    chart.groups[1].values.push_back(std::round(100 * mean.fresh));
  };
  Index done = 0;
  for (const Kind& kind : kinds()) {
    std::vector<Marks> marks, replaced;
    for (Index seed = 1; seed <= seeds; ++seed) {
      std::unique_ptr<Summariser> model = train_one(news, kind, seed);
      marks.push_back(evaluate_model(*model, news, false));
      if (kind.name == "attention") replaced.push_back(evaluate_model(*model, news, true));
      if (kind.pointer && seed == 1) kept.push_back(std::move(model));
      lesson.progress("models trained", ++done, static_cast<Index>(kinds().size()) * seeds);
    }
    add(kind.name, marks);
    if (!replaced.empty()) add("attention, replaced", replaced);
  }
  lesson.table({"whole summary right", "seed 1", "seed 2", "seed 3", "mean"}, by_seed);
  lesson.say("");
  lesson.table(
      {"mean of three seeds", "whole", "known names", "new names", "the rest", "repeated name", "too few"},
      by_part);
  chart.title = "Right summaries and right new names, mean of three seeds";
  chart.y = {"right", "%", false, {0, 100}};
  chart.width = 860;
  lesson.figure("models.svg", show::bar_chart(chart));
  return kept;
}

// [pointing]
// With the correct words before: the weight on the name to be copied, and the gate, for each kind of word.
struct Pointing {
  double weight = 0, chance = 0, gate_new = 0, gate_known = 0, gate_verb = 0, gate_other = 0;
};

Pointing pointing(Summariser& model, const News& news) {
  const NoGrad guard;
  model.eval();
  Pointing mean;
  double fresh = 0, known = 0, verbs = 0, other = 0;
  for (std::size_t r = 0; r < news.test.size(); ++r) {
    const Report& report = news.test[r];
    const Written written = model(batch_of(news.encoded_test, {static_cast<Index>(r)}));
    for (std::size_t i = 0; i < report.summary.size(); ++i) {
      const auto t = static_cast<Index>(i);
      const double gate = static_cast<double>(written.gate.value()(0, t, 0));
      if (report.origin[i] < 0) {
        const bool verb = report.summary[i] == "won" || report.summary[i] == "lost";
        (verb ? mean.gate_verb : mean.gate_other) += gate;
        (verb ? verbs : other) += 1;
        continue;
      }
      const bool is_new = news.vocabulary.token(report.summary[i]) == Vocabulary::unknown;
      (is_new ? mean.gate_new : mean.gate_known) += gate;
      (is_new ? fresh : known) += 1;
      mean.weight += static_cast<double>(written.weights.value()(0, t, report.origin[i]));
      mean.chance += 1 / static_cast<double>(report.words.size());
    }
  }
  mean.weight /= fresh + known, mean.chance /= fresh + known;
  mean.gate_new /= fresh, mean.gate_known /= known, mean.gate_verb /= verbs, mean.gate_other /= other;
  return mean;
}
// [/pointing]

// The weights of one written summary, and its gates as a last column.
void draw_map(Lesson& lesson, Summariser& model, const News& news) {
  const NoGrad guard;
  std::size_t chosen = 0;
  while (news.test[chosen].words.size() > 32 || news.test[chosen].summary.size() < 10) ++chosen;
  const Summariser::Summary summary =
      model.write(batch_of(news.encoded_test, {static_cast<Index>(chosen)}))[0];
  show::HeatMap map;
  map.title = "Where each word of a summary looks, and its gate";
  map.row_axis = "summary";
  map.column_axis = "report; last column: the gate g";
  map.value = "weight";
  map.row_labels = decode_report(summary.tokens, news.vocabulary, news.encoded_test.extra[chosen]);
  map.column_labels = news.test[chosen].words;
  map.column_labels.push_back("g");
  for (std::size_t i = 0; i < map.row_labels.size(); ++i) {
    map.matrix.values.insert(map.matrix.values.end(), summary.weights[i].begin(), summary.weights[i].end());
    map.matrix.values.push_back(summary.gates[i]);
  }
  map.matrix.rows = static_cast<Index>(map.row_labels.size());
  map.matrix.columns = static_cast<Index>(map.column_labels.size());
  map.low = 0;
  map.high = 1;
  lesson.figure("map.svg", show::heat_map(map));
  lesson.say("");
  lesson.say("drawn:   ", joined(news.test[chosen].words));
  lesson.say("written: ", joined(map.row_labels));
}

void where(Lesson& lesson, const News& news, const std::vector<std::unique_ptr<Summariser>>& models) {
  lesson.step("Where it points");
  std::vector<std::vector<std::string>> rows;
  for (const auto& model : models) {
    const Pointing found = pointing(*model, news);
    rows.push_back({model->kind.name, percent(found.weight), percent(found.chance),
                    rounded(found.gate_new, 2), rounded(found.gate_known, 2), rounded(found.gate_verb, 2),
                    rounded(found.gate_other, 2)});
  }
  lesson.table({"model of seed 1", "weight on the name", "by chance", "gate: new name", "known name",
                "won, lost", "other word"},
               rows);
  lesson.value("weight", rows[1][1]);
  lesson.value("chance", rows[1][2]);
  draw_map(lesson, *models[1], news);
}

void broken(Lesson& lesson, const News& news, Summariser& good) {
  lesson.step("Broken on purpose: unknown words as targets");
  // [broken]
  Rng rng(1);
  Summariser model(news.vocabulary.size(), kinds()[3], rng);
  train(model, news.encoded_train, {.targets_unknown = true}, rng);
  // [/broken]
  const std::vector<std::string> names{"pointer, coverage", "whole",         "known names", "new names",
                                       "the rest",          "repeated name", "too few"};
  lesson.table(names, {row_of("broken", evaluate_model(model, news, false))});
  const Words& extra = news.encoded_test.extra[0];
  lesson.say("");
  lesson.say("right:  ", joined(news.test[0].summary));
  lesson.say("broken: ",
             joined(decode_report(write_all(model, news.encoded_test)[0].tokens, news.vocabulary, extra)));

  lesson.step("Fixed: print the targets, and look at the gate");
  // [fixed]
  const auto is_new = [&](Token token) { return token >= news.vocabulary.size(); };
  std::size_t first = 0;  // the first report with a new name in its summary
  while (std::none_of(news.encoded_train.pairs.target[first].begin(),
                      news.encoded_train.pairs.target[first].end(), is_new))
    ++first;
  const Tokens& target = news.encoded_train.pairs.target[first];
  Tokens broken_target = target;
  for (Token& token : broken_target)
    if (is_new(token)) token = Vocabulary::unknown;
  lesson.say("broken: ", joined(decode_report(broken_target, news.vocabulary, {})));
  lesson.say("fixed:  ", joined(decode_report(target, news.vocabulary, news.encoded_train.extra[first])));
  // [/fixed]
  lesson.say("");
  std::vector<std::vector<std::string>> rows;
  for (Summariser* one : {&model, &good}) {
    const Pointing found = pointing(*one, news);
    rows.push_back(
        {one == &model ? "broken" : "fixed", rounded(found.gate_new, 2), rounded(found.gate_known, 2)});
  }
  lesson.table({"pointer, coverage", "gate: new name", "known name"}, rows);
}

}  // namespace

int main(int count, char** arguments) {
  const auto steps = [](Lesson& lesson) {
    const News news(800);
    reports(lesson, news);
    on_paper(lesson);
    const auto models = compare(lesson, news);
    where(lesson, news, models);
    broken(lesson, news, *models[1]);
  };
  return run_lesson({"19", "Summarisation and pointing", "about 30 s on two cores"}, count, arguments, steps);
}
