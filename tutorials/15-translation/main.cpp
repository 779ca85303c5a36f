// Lesson 15: translation for real. Models on one budget, the search for a translation, BLEU and its traps, and subwords.
// The lesson's page is README.md; the training loop is in tutorials/translators.h.
#include "nn/show/chart.h"
#include "nn/text/bleu.h"
#include "nn/text/byte_pairs.h"
#include "nn/text/chrf.h"
#include "nn/text/tokenize_13a.h"
#include "tutorials/15-translation/merges.h"
#include "tutorials/lesson.h"
#include "tutorials/translators.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace heed;

namespace {

Words words_of(const std::string& line) { return tokenize(line, Tokenizer::split); }

// [clipped]
// How many n-grams of the hypothesis are in the reference, and how many there are. One that the reference has once counts
// once, however often the hypothesis has it.
std::pair<Index, Index> clipped(const Words& hypothesis, const Words& reference, std::size_t n) {
  std::map<Words, Index> available;
  for (std::size_t i = 0; i + n <= reference.size(); ++i)
    ++available[Words(reference.begin() + static_cast<std::ptrdiff_t>(i),
                      reference.begin() + static_cast<std::ptrdiff_t>(i + n))];
  Index right = 0, all = 0;
  for (std::size_t i = 0; i + n <= hypothesis.size(); ++i, ++all) {
    Index& left = available[Words(hypothesis.begin() + static_cast<std::ptrdiff_t>(i),
                                  hypothesis.begin() + static_cast<std::ptrdiff_t>(i + n))];
    if (left > 0) {
      ++right;
      --left;
    }
  }
  return {right, all};
}
// [/clipped]

void on_paper(Lesson& lesson) {
  lesson.step("BLEU on paper");
  // [two sentences]
  const Words reference = words_of("der hund sieht den alten mann im garten");
  const Words hypothesis = words_of("der hund sieht den mann im garten");
  // [/two sentences]
  std::vector<std::vector<std::string>> rows;
  // [by hand]
  double log_sum = 0;
  for (std::size_t n = 1; n <= 4; ++n) {
    const auto [right, all] = clipped(hypothesis, reference, n);
    log_sum += std::log(static_cast<double>(right) / static_cast<double>(all));
    rows.push_back({text(n), text(right, " of ", all)});
  }
  const double brevity = std::exp(1 - 8.0 / 7);
  const double by_hand = 100 * brevity * std::exp(log_sum / 4);
  // [/by hand]
  lesson.table({"n", "n-grams that are right"}, rows);
  lesson.say("brevity penalty  ", rounded(brevity, 3));
  lesson.say("BLEU by hand     ", rounded(by_hand, 2));
  lesson.say("the library      ", rounded(bleu({hypothesis}, {reference}).score, 2));
  lesson.watch("rows", rows.size(), "log_sum", log_sum);
  lesson.value("by hand", rounded(by_hand, 1));
}

void traps(Lesson& lesson) {
  lesson.step("Its traps");
  std::vector<std::vector<std::string>> rows;
  const auto row = [&](const std::string& what, const std::string& hypothesis, const std::string& reference) {
    const Words h = words_of(hypothesis), r = words_of(reference);
    rows.push_back({what, rounded(bleu({h}, {r}, Smoothing::exponential).score, 1),
                    rounded(chrf({hypothesis}, {reference}), 1)});
  };
  const std::string reference = "der kleine hund schläft heute im garten .";
  // [traps]
  row("the same", reference, reference);
  row("another good translation", "heute schläft der kleine hund im garten .", reference);
  row("one wrong ending", "der kleinen hund schläft heute im garten .", reference);
  row("one word not split off", "der kleine hund schläft heute im garten.", reference);
  row("only the beginning", "der kleine hund schläft", reference);
  row("only the beginning, arguments exchanged", reference, "der kleine hund schläft");
  row("the opposite", "der kleine hund schläft nicht heute im garten .", reference);
  // [/traps]
  lesson.table({"hypothesis", "BLEU", "chrF"}, rows);
  const std::string plain = "Der kleine Hund schläft heute im Garten.",
                    wrong = "Der große Hund schläft heute im Garten.";
  const auto of = [&](const Words& h, const Words& r) {
    return rounded(bleu({h}, {r}, Smoothing::exponential).score, 1);
  };
  lesson.say("");
  lesson.say("one wrong word, as words between spaces    ", of(words_of(wrong), words_of(plain)));
  lesson.say("one wrong word, as sacreBLEU splits (13a)  ", of(tokenize_13a(wrong), tokenize_13a(plain)));
  lesson.value("good", rows[1][1]);
  lesson.value("opposite", rows[6][1]);
}

// One line of the table, as the study makes it.
std::vector<std::string> line_of(const std::string& name, TranslationModel& model, const Texts& texts) {
  const std::vector<Words> written = translations(model, texts), right = references(texts);
  const std::vector<double> errors = alignment_errors(model, texts, true_alignments());
  return {name,
          percent(exact_matches(written, right)),
          rounded(bleu(written, right).score, 1),
          rounded(chrf(lines_of(written), lines_of(right)), 1),
          errors.empty() ? "-" : percent(errors.back()),
          text(model.parameter_count())};
}

std::unique_ptr<TranslationModel> one_budget(Lesson& lesson, const Texts& texts) {
  lesson.step("One budget");
  std::vector<std::vector<std::string>> rows;
  std::unique_ptr<TranslationModel> without;
  for (const char* name : {"none", "transformer"}) {
    // [one line]
    Rng rng(1);
    auto model = make_translator(name, texts, rng);
    train(*model, texts,
          {.epochs = 6, .progress = [&](Index step, Index all) { lesson.progress(name, step, all); }});
    // [/one line]
    rows.push_back(line_of(name, *model, texts));
    if (!without) without = std::move(model);
  }
  lesson.table({"model", "exact", "BLEU", "chrF", "alignment error", "parameters"}, rows);
  lesson.value("none exact", rows[0][1]);
  lesson.value("transformer exact", rows[1][1]);
  lesson.value("none bleu", rows[0][2]);
  return without;
}

void search(Lesson& lesson, TranslationModel& model, const Texts& texts) {
  lesson.step("Searching wider, and too wide");
  const std::vector<Words> right = references(texts);
  show::LineChart widths, penalties;
  widths.series = {{"length penalty 1", {}, {}}};
  penalties.series = {{"beam 5", {}, {}}};
  std::vector<std::vector<std::string>> rows;
  // [widths]
  for (const Index beam : {1, 2, 3, 5, 10, 20}) {
    const Bleu score = bleu(translations(model, texts, beam), right);
    rows.push_back({text(beam), rounded(score.score, 2), rounded(score.ratio, 2)});
  }
  // [/widths]
  lesson.table({"beam", "BLEU", "length of the translations"}, rows);
  lesson.say("");
  std::vector<std::vector<std::string>> lengths;
  // [penalties]
  for (const double penalty : {-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 4.0}) {
    const Bleu score = bleu(translations(model, texts, 5, penalty), right);
    lengths.push_back({rounded(penalty, 1), rounded(score.score, 2), rounded(score.ratio, 2)});
  }
  // [/penalties]
  lesson.table({"length penalty", "BLEU", "length of the translations"}, lengths);
  for (const auto& row : rows) {
    widths.series[0].x.push_back(std::stod(row[0]));
    widths.series[0].y.push_back(std::stod(row[1]));
  }
  for (const auto& row : lengths) {
    penalties.series[0].x.push_back(std::stod(row[0]));
    penalties.series[0].y.push_back(std::stod(row[1]));
  }
  widths.title = "BLEU and the width of the beam";
  widths.x = {"hypotheses", ""};
  widths.y = {"BLEU", "", false, {20, 28}};
  penalties.title = "BLEU and the length penalty";
  penalties.x = {"length penalty", ""};
  penalties.y = {"BLEU", "", false, {0, 30}};
  lesson.figure("widths.svg", show::line_chart(widths));
  lesson.figure("penalties.svg", show::line_chart(penalties));
  lesson.value("greedy", rows[0][1]);
  lesson.value("two", rows[1][1]);
  lesson.value("twenty", rows.back()[1]);
  lesson.value("ratio two", lengths[5][2]);
}

const WordCounts ten_words = {{"hund", 5},    {"hunde", 4}, {"hunden", 2}, {"kind", 5}, {"kinder", 4},
                              {"kindern", 2}, {"katze", 3}, {"katzen", 2}, {"mund", 2}, {"wald", 1}};

std::string spelled(const std::vector<std::string>& pieces) {
  std::string line;
  for (const std::string& piece : pieces) line += (line.empty() ? "" : "·") + piece;
  return line;
}

void subwords(Lesson& lesson, const Texts& texts) {
  lesson.step("Words that nobody has seen");
  // [ten words]
  Spelling spelling(ten_words);
  std::vector<BytePairs::Pair> merges;
  while (merges.size() < 8) {
    const auto [pair, count] = most_frequent_pair(spelling);
    merge(spelling, pair);
    merges.push_back(pair);
    lesson.say("merge ", merges.size(), ": ", pair.first, " + ", pair.second, ", ", count, " times");
  }
  // [/ten words]
  std::string line;
  for (const auto& pieces : spelling.words) line += (line.empty() ? "" : " ") + spelled(pieces);
  lesson.say("");
  lesson.say(line);
  const BytePairs library = BytePairs::learn(ten_words, 8);
  lesson.say("the library learns the same merges: ", library.merges() == merges ? "yes" : "no");
  WordCounts counts;
  for (const SentencePair& pair : texts.train) count_words(pair.target, counts);
  std::vector<std::vector<std::string>> rows;
  for (const Index size : {0, 100, 300, 1000}) {
    // [corpus]
    const BytePairs pairs = BytePairs::learn(counts, size);
    // [/corpus]
    double pieces = 0, words = 0;
    for (const auto& [word, count] : counts) {
      pieces += static_cast<double>(count) * static_cast<double>(pairs.split(word).size());
      words += static_cast<double>(count);
    }
    const auto split = [&](const std::string& word) {
      std::vector<std::string> parts;
      for (const Index piece : pairs.split(word)) parts.push_back(pairs.piece(piece));
      return spelled(parts);
    };
    rows.push_back(
        {text(std::ssize(pairs.merges())), rounded(pieces / words, 2), split("kindern"), split("fridolin")});
  }
  lesson.say("");
  lesson.table({"merges", "pieces per word", "kindern", "fridolin"}, rows);
  lesson.value("pieces", rows.back()[1]);
}

void broken(Lesson& lesson, TranslationModel& model, const Texts& texts) {
  lesson.step("Broken on purpose: BLEU of pieces");
  WordCounts counts;
  for (const SentencePair& pair : texts.train) count_words(pair.target, counts);
  const std::vector<Words> written = translations(model, texts), right = references(texts);
  // [pieces]
  const auto in_pieces = [&](const std::vector<Words>& sentences, const BytePairs& pairs) {
    std::vector<Words> all;
    for (const Words& sentence : sentences) {
      all.emplace_back();
      for (const std::string& word : sentence) {
        for (const Index piece : pairs.split(word)) all.back().push_back(pairs.piece(piece));
      }
    }
    return all;
  };
  const auto of_pieces = [&](Index merges) {
    const BytePairs pairs = BytePairs::learn(counts, merges);
    return bleu(in_pieces(written, pairs), in_pieces(right, pairs)).score;
  };
  // [/pieces]
  const double letters = of_pieces(0), some = of_pieces(100), more = of_pieces(300);
  lesson.table({"the same translations, split by", "BLEU"}, {{"0 merges: letters", rounded(letters, 1)},
                                                             {"100 merges", rounded(some, 1)},
                                                             {"300 merges", rounded(more, 1)}});

  lesson.step("Fixed: words again");
  // [fixed]
  const double of_words = bleu(written, right).score;
  // [/fixed]
  lesson.say("BLEU of words  ", rounded(of_words, 1));
  lesson.value("of letters", rounded(letters, 1));
  lesson.value("of words", rounded(of_words, 1));
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"15", "Translation for real", "about 25 s on two cores"}, count, arguments,
                    [](Lesson& lesson) {
                      const Texts texts = corpus();
                      on_paper(lesson);
                      traps(lesson);
                      const auto without = one_budget(lesson, texts);
                      search(lesson, *without, texts);
                      subwords(lesson, texts);
                      broken(lesson, *without, texts);
                    });
}
