// Lesson 13: seeing attention. Pictures of what a translator looks at, whether they are right, and what they say about a
// model that is ill. The lesson's page is README.md; translators.h trains and looks.
#include "autograd/operations/cross_entropy.h"
#include "autograd/watch/attention_watch.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/creation.h"
#include "tensor/views.h"
#include "tutorials/13-seeing-attention/faults.h"
#include "tutorials/lesson.h"
#include "tutorials/translators.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

// The corpus and its true alignments.
struct Truth {
  Texts texts = corpus();
  std::vector<Alignment> alignments = true_alignments();

  std::size_t find(const std::string& source) const {
    for (std::size_t i = 0; i < texts.test.size(); ++i) {
      if (detokenize(texts.test[i].source, Tokenizer::split) == source) return i;
    }
    fail("no test sentence '", source, "'");
  }
};

show::HeatMap map_of(const Tensor& weights, const Words& source, const Words& target,
                     const std::string& title) {
  show::HeatMap map;
  map.title = title;
  map.row_axis = "writes";
  map.column_axis = "reads";
  map.value = "weight";
  map.row_labels = target;
  map.column_labels = source;
  map.matrix = {weights.size(0), weights.size(1), weights.to_doubles()};
  map.low = 0;
  map.high = 1;
  return map;
}

// 1 where a pair of words is linked.
Tensor drawn(const Alignment& alignment, const SentencePair& pair) {
  Tensor links = zeros({std::ssize(pair.target), std::ssize(pair.source)});
  for (const Link& link : alignment) links.at(link.target, link.source) = 1;
  return links;
}

double error_of(const std::vector<Alignment>& found, const std::vector<Alignment>& truth) {
  AlignmentError error;
  for (std::size_t i = 0; i < truth.size(); ++i) error.add(found[i], truth[i]);
  return error.rate();
}

// What a lazy aligner would answer: the word at the same place, as a share of the sentence; or any word.
std::vector<Alignment> lazy(const Texts& texts, bool diagonal) {
  Rng rng(1);
  std::vector<Alignment> all;
  for (const SentencePair& pair : texts.test) {
    const Index source = std::ssize(pair.source), target = std::ssize(pair.target);
    Alignment alignment;
    for (Index i = 0; i < target; ++i)
      alignment.push_back({diagonal ? i * source / target : rng.integer(source), i});
    all.push_back(alignment);
  }
  return all;
}

std::unique_ptr<TranslationModel> picture(Lesson& lesson, const Truth& truth) {
  lesson.step("A picture of a sentence");
  Rng rng(1);
  auto model = make_translator("additive", truth.texts, rng);
  std::vector<std::vector<std::string>> rows;
  show::LineChart chart;
  chart.series = {{"alignment error", {}, {}}, {"sentences that are wrong", {}, {}}};
  // [watch it learn]
  train(*model, truth.texts,
        {.epochs = 5,
         .after_epoch =
             [&](Index epoch) {
               model->eval();
               const double error = alignment_errors(*model, truth.texts, truth.alignments).back();
               const double right = exact(*model, truth.texts);
               model->train();
               rows.push_back({text(epoch), percent(error), percent(right)});
               for (std::size_t i = 0; i < 2; ++i) {
                 chart.series[i].x.push_back(static_cast<double>(epoch));
                 chart.series[i].y.push_back(std::round(100 * (i ? 1 - right : error)));
               }
             },
         .progress = [&](Index step, Index all) { lesson.progress("training", step, all); }});
  // [/watch it learn]
  const std::size_t chosen = truth.find("today my clever sister arrives");
  const SentencePair& pair = truth.texts.test[chosen];
  // [weights]
  const Tensor weights = heads_of(*model, truth.texts, pair)[0].weights;
  // [/weights]
  lesson.watch("weights", weights);
  std::vector<std::string> names{""};
  names.insert(names.end(), pair.source.begin(), pair.source.end());
  std::vector<std::vector<std::string>> cells;
  for (Index i = 0; i < weights.size(0); ++i) {
    cells.push_back({pair.target[static_cast<std::size_t>(i)]});
    for (Index j = 0; j < weights.size(1); ++j)
      cells.back().push_back(
          rounded(weights.to_doubles()[static_cast<std::size_t>(i * weights.size(1) + j)], 2));
  }
  lesson.table(names, cells);
  lesson.figure("weights.svg", show::heat_map(map_of(weights, pair.source, pair.target, "What it looks at")));

  lesson.step("The true map");
  lesson.say("English    ", detokenize(pair.source, Tokenizer::split));
  lesson.say("German     ", detokenize(pair.target, Tokenizer::split));
  lesson.say("true       ", to_string(truth.alignments[chosen]));
  // [links]
  const Alignment found = strongest_links(weights);
  // [/links]
  lesson.say("strongest  ", to_string(found));
  lesson.figure("truth.svg", show::heat_map(map_of(drawn(truth.alignments[chosen], pair), pair.source,
                                                   pair.target, "Who translates whom")));

  lesson.step("Is the map right?");
  lesson.table({"epoch", "alignment error", "exact"}, rows);
  const double diagonal = error_of(lazy(truth.texts, true), truth.alignments);
  lesson.say("");
  lesson.say("same place in the sentence  ", percent(diagonal));
  lesson.say("any word                    ", percent(error_of(lazy(truth.texts, false), truth.alignments)));
  chart.title = "The map is right before the words are";
  chart.x = {"epoch", ""};
  chart.y = {"wrong", "%", false, {0, 100}};
  lesson.figure("epochs.svg", show::line_chart(chart));
  lesson.value("error", rows.back()[1]);
  lesson.value("diagonal", percent(diagonal));
  return model;
}

// The alignment error of a head's links if each of them is moved by `shift` source words.
double shifted_error(const TranslationModel& model, const Truth& truth, std::size_t head, Index shift) {
  AlignmentError error;
  for (std::size_t i = 0; i < truth.texts.test.size(); ++i) {
    Alignment links = strongest_links(heads_of(model, truth.texts, truth.texts.test[i])[head].weights);
    for (Link& link : links) link.source += shift;
    error.add(links, truth.alignments[i]);
  }
  return error.rate();
}

void heads(Lesson& lesson, const Truth& truth) {
  lesson.step("Eight heads, and their average");
  Rng rng(1);
  const auto model = make_translator("transformer", truth.texts, rng);
  train(*model, truth.texts,
        {.epochs = 3, .progress = [&](Index step, Index all) { lesson.progress("Transformer", step, all); }});
  const std::vector<double> errors = alignment_errors(*model, truth.texts, truth.alignments);
  std::vector<double> even(errors.size(), 0);
  constexpr std::size_t some = 50;
  for (std::size_t i = 0; i < some; ++i) {
    std::vector<Head> all = heads_of(*model, truth.texts, truth.texts.test[i]);
    all.push_back({"mean", mean_of(all)});
    for (std::size_t head = 0; head < all.size(); ++head) even[head] += evenness(all[head].weights) / some;
  }
  const std::size_t chosen = truth.find("today my clever sister arrives");
  const SentencePair& pair = truth.texts.test[chosen];
  std::vector<Head> shown = heads_of(*model, truth.texts, pair);
  std::size_t worst = 0, best = 0;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t head = 0; head < shown.size(); ++head) {
    rows.push_back({shown[head].name, percent(errors[head]), percent(shifted_error(*model, truth, head, -1)),
                    percent(shifted_error(*model, truth, head, 1)), percent(even[head])});
    if (errors[head] > errors[worst]) worst = head;
    if (errors[head] < errors[best]) best = head;
  }
  rows.push_back({"mean of all", percent(errors.back()), "", "", percent(even.back())});
  lesson.table({"head", "alignment error", "moved left", "moved right", "evenness"}, rows);
  show::HeatMap figure =
      map_of(shown[worst].weights, pair.source, pair.target, "The head with the largest error");
  lesson.figure("head.svg", show::heat_map(figure));
  lesson.figure("mean.svg",
                show::heat_map(map_of(mean_of(shown), pair.source, pair.target, "The mean of all eight")));
  lesson.value("mean error", percent(errors.back()));
  lesson.value("worst error", percent(errors[worst]));
  lesson.value("best error", percent(errors[best]));
  lesson.value("mean even", percent(even.back()));
}

// The picture as the model itself computes it in training: a short sentence beside a longer one, with the faulty batch.
struct Patient {
  Tensor weights;  // (target words with <eos>, all source positions)
  double loss = 0;
  double of_padding = 0, of_end = 0, even = 0;
};

Patient examine(Lesson& lesson, const Truth& truth, Fault fault, const SentencePair& pair,
                const SentencePair& longer) {
  Rng rng(1);
  const auto model = make_translator("additive", truth.texts, rng);
  train(*model, truth.texts,
        {.epochs = 3,
         .pairs = 4000,
         .prepare = [&](const EncodedPairs& pairs,
                        const std::vector<Index>& indices) { return prepare(pairs, indices, fault); },
         .progress = [&](Index step, Index all) { lesson.progress("a patient", step, all); }});
  const NoGrad guard;
  // [as in training]
  AttentionWatch watch;
  const Batch batch = prepare(encode({pair, longer}, truth.texts.source, truth.texts.target), {0, 1}, fault);
  const Variable logits = model->logits(batch);
  const Tensor both = watch.joined().at(0).weights();  // (2, target time, source time)
  // [/as in training]
  Patient patient;
  const Index rows = std::ssize(pair.target) + 1, words = std::ssize(pair.source);
  patient.weights = slice(select(both, 0, 0), 0, 0, rows).clone();
  patient.loss =
      static_cast<double>(cross_entropy(logits, batch.target_out, {.ignore = Vocabulary::pad}).item());
  for (Index i = 0; i < rows; ++i) {
    for (Index j = words + 2; j < batch.source.columns; ++j)
      patient.of_padding += static_cast<double>(patient.weights.at(i, j)) / static_cast<double>(rows);
  }
  patient.of_end = static_cast<double>(patient.weights.at(rows - 1, words + 1));
  patient.even = evenness(slice(slice(patient.weights, 0, 0, rows - 1), 1, 1, words + 1));
  return patient;
}

void patients(Lesson& lesson, const Truth& truth) {
  lesson.step("Broken on purpose: three patients");
  const SentencePair& pair = truth.texts.test[truth.find("today my clever sister arrives")];
  const SentencePair& longer = truth.texts.test[truth.find("where did he show the sisters the brown coat ?")];
  Words columns{"<bos>"}, rows = pair.target;
  columns.insert(columns.end(), pair.source.begin(), pair.source.end());
  columns.push_back("<eos>");
  while (std::ssize(columns) < std::ssize(longer.source) + 2) columns.push_back("<pad>");
  rows.push_back("<eos>");
  const std::vector<std::pair<std::string, Fault>> all = {{"healthy", Fault::none},
                                                          {"A", Fault::target_not_shifted},
                                                          {"B", Fault::mask_off_by_one},
                                                          {"C", Fault::padding_read}};
  std::vector<std::vector<std::string>> seen, found;
  for (const auto& [name, fault] : all) {
    const Patient patient = examine(lesson, truth, fault, pair, longer);
    seen.push_back({name, rounded(patient.loss, 2)});
    found.push_back({name, percent(patient.of_padding), percent(patient.of_end), percent(patient.even)});
    lesson.figure("patient-" + name + ".svg",
                  show::heat_map(map_of(patient.weights, columns, rows,
                                        name == "healthy" ? "Healthy" : "Patient " + name)));
  }
  lesson.table({"patient", "loss of the two sentences"}, seen);

  lesson.step("Fixed: what the pictures say");
  lesson.table({"patient", "weight on padding", "on <eos> when writing <eos>", "evenness"}, found);
  lesson.value("even healthy", found[0][3]);
  lesson.value("end healthy", found[0][2]);
  lesson.value("padding C", found[3][1]);
  lesson.value("end B", found[2][2]);
  lesson.value("even A", found[1][3]);
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"13", "Seeing attention", "about 40 s on two cores"}, count, arguments,
                    [](Lesson& lesson) {
                      const Truth truth;
                      picture(lesson, truth);
                      heads(lesson, truth);
                      patients(lesson, truth);
                    });
}
