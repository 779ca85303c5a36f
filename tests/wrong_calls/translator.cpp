// Wrong calls of batches, scores, translation models, the search, the trainer and figures.
#include "nn/show/chart.h"
#include "nn/show/flame_chart.h"
#include "nn/show/heat_map.h"
#include "nn/text/accuracy.h"
#include "nn/text/bleu.h"
#include "nn/text/chrf.h"
#include "nn/text/corpus.h"
#include "nn/training/trainer.h"
#include "nn/translate/gru_model.h"
#include "nn/translate/search.h"
#include "nn/translate/transformer_model.h"
#include "nn/translate/translation_page.h"
#include "tests/nn/translate/models.h"
#include "tests/wrong_calls.h"

namespace heed::testing {
namespace {

Rng& rng() {
  static Rng one;
  return one;
}

EncodedPairs pairs() { return {{{2, 4, 5, 3}, {2, 8, 3}}, {{2, 4, 3}, {2, 6, 5, 3}}}; }

WrongCalls text_calls() {
  TokenMatrix damaged(1, 1);
  damaged.ids.clear();
  return {
      {"make_batch", [] { make_batch(pairs(), {99}); }, "batch: there is no sentence 99 among 2"},
      {"make_batch", [] { make_batch(pairs(), {-1}); }, "batch: there is no sentence -1 among 2"},
      {"make_batch",
       [] {
         make_batch({{{2, 3}}, {}}, {0});
       },
       "batch: there is no sentence 0 among 0"},
      {"make_batch",
       [] {
         make_batch({{{2, 3}}, {{2}}}, {0});
       },
       "target sentence 0 has 1 tokens"},
      {"pad_together",
       [] {
         pad_together({{2, 3}}, {4});
       },
       "batch: there is no sentence 4 among 1"},
      {"shuffled_plan", [] { shuffled_plan(pairs(), 0, rng()); }, "a batch must hold 1 sentence or more"},
      {"shuffled_plan",
       [] {
         shuffled_plan({{{2, 3}, {2, 3}}, {}}, 1, rng());
       },
       "batch: there is no sentence"},
      {"sorted_plan",
       [] {
         sorted_plan({{2, 3}}, -1);
       },
       "a batch must hold 1 sentence or more"},
      {"add", [=] { TokenAccuracy().add(damaged, damaged); }, "token accuracy: a token matrix of 1 rows"},
      {"add", [] { TokenAccuracy().add(TokenMatrix(1, 1), TokenMatrix(1, 2)); },
       "token accuracy: predictions"},
      {"exact_matches", [] { exact_matches({{"a"}}, {}); }, "exact matches: 1 hypotheses for 0 references"},
      {"bleu", [] { bleu({{"a"}}, {}); }, "BLEU: 1 hypotheses for 0 references"},
      {"chrf", [] { chrf({"a"}, {}); }, "chrF: 1 hypotheses for 0 references"},
      {"word", [] { Vocabulary().word(4); }, "vocabulary: token id 4 is out of range"},
      {"word", [] { Vocabulary().word(-1); }, "vocabulary: token id -1 is out of range"},
      {"build", [] { Vocabulary::build({}, 1, 3); }, "a vocabulary of at most 3 words"},
      {"hold_out",
       [] {
         Corpus corpus;
         hold_out(corpus, not_a_number, rng());
       },
       "the fraction held out must be"},
  };
}

// Each model and what start(), step() and logits() must refuse.
void add_models(WrongCalls& all) {
  const auto row = [&all](const std::string& name, std::size_t model,
                          std::function<void(TranslationModel&)> call, const std::string& message) {
    all.push_back({name, [=] { call(*small_models(rng())[model].model); }, message});
  };
  for (std::size_t i = 0; i < small_models(rng()).size(); ++i) {
    const auto start = [&](const TokenMatrix& source, const std::vector<Index>& lengths,
                           const char* message) {
      row(
          "start", i, [=](TranslationModel& model) { model.start(source, lengths); }, message);
    };
    start(TokenMatrix(2, 3, 2), {3}, "translation model: 1 lengths for a batch of 2");
    start(TokenMatrix(1, 3, 2), {4}, "translation model: row 0 of the batch has length 4");
    start(TokenMatrix(1, 0), {0}, "translation model: source sentence 0 of the batch is empty");
    start(TokenMatrix(2, 3, 2), {3, 0}, "translation model: source sentence 1 of the batch is empty");
    row(
        "logits", i, [](TranslationModel& model) { model.logits(Batch()); }, "translation model: 0 source");
    row(
        "logits", i,
        [](TranslationModel& model) {
          Batch batch = make_batch(pairs(), {0, 1});
          batch.target_in = TokenMatrix(1, 2);
          model.logits(batch);
        },
        "translation model: 2 source sentences, but the decoder's input has 1 rows");
    row(
        "step", i,
        [](TranslationModel& model) {
          const auto state = model.start(TokenMatrix(2, 3, 2), {3, 3});
          model.step(*state, {2});
        },
        "step: 1 words for a decoder state of 2 rows");
    row(
        "step", i,
        [i](TranslationModel& model) {
          const auto others = small_models(rng());
          const auto state = others[i].model->start(TokenMatrix(1, 3, 2), {3});
          model.step(*state, {2});
        },
        "step: the decoder state belongs to a different model");
    row(
        "translate", i, [](TranslationModel& model) { translate(model, {{}}); }, "translation model: source");
    for (Index beam : {Index{0}, Index{-1}, largest})
      row(
          "translate", i,
          [beam](TranslationModel& model) {
            translate(model, {{2, 3}}, {.beam = beam});
          },
          "translate: the beam must be 1 to 1000");
    row(
        "translate", i,
        [](TranslationModel& model) {
          translate(model, {{2, 3}}, {.length_penalty = not_a_number});
        },
        "translate: the length penalty must be a number");
    row(
        "translate", i,
        [](TranslationModel& model) {
          translate(model, {{2, 3}}, {.batch = 0});
        },
        "translate: the batch must be 1");
    row(
        "translate", i,
        [](TranslationModel& model) {
          translate(model, {{2, 3}}, {.max_length = -1});
        },
        "translate: the maximum length must be 0");
  }
}

template <class Figure>
void figure(std::string (*draw)(const Figure&), const std::type_identity_t<Figure>& parts) {
  draw(parts);
}

void map_of(const show::Matrix& matrix) {
  show::HeatMap map;
  map.matrix = matrix;
  show::heat_map(map);
}

void train(const EncodedPairs& training, const EncodedPairs& validation, const TrainerOptions& options,
           const TranslationTaskOptions& how = {}) {
  Translator translator = std::move(small_translators()[0]);
  TranslationTrainer(translator, training, validation, options, how).run("/nowhere/at/all", nullptr);
}

WrongCalls training_calls() {
  const auto with = [](const TrainerOptions& options) { train(pairs(), pairs(), options); };
  const auto how = [](const TranslationTaskOptions& options) { train(pairs(), pairs(), {}, options); };
  return {
      {"GRUModel", [] { GRUModel({}, rng()); }, "Embedding: the number of words must be 1"},
      {"GRUModel", [] { GRUModel({.source_words = 9, .target_words = 9, .dropout = 2}, rng()); },
       "Dropout: the"},
      {"GRUModel",
       [] { GRUModel({.source_words = 9, .target_words = 9, .teacher_forcing = not_a_number}, rng()); },
       "GRUModel: the share of teacher forcing must be between 0 and 1"},
      {"TransformerModel", [] { TransformerModel({}, rng()); }, "Embedding: the number of words must be 1"},
      {"likeliest",
       [] {
         const Scalar row[] = {1};
         likeliest(row, 1, 0);
       },
       "likeliest: the number of tokens wanted"},
      {"contents", [] { Translator().contents(); }, "translator: it has no model yet"},
      {"save", [] { Translator().save("/nowhere/at/all"); }, "translator: it has no model yet"},
      {"Trainer",
       [] {
         Translator none;
         TranslationTrainer(none, pairs(), pairs(), {});
       },
       "translator: it has no model yet"},
      {"TranslationTask", [=] { how({.batch = 0}); }, "trainer: the batch must be 1 or greater, not 0"},
      {"TranslationTask", [=] { how({.batch = -1}); }, "trainer: the batch must be 1"},
      {"Trainer", [=] { with({.epochs = -1}); }, "trainer: the number of epochs must be 0"},
      {"TranslationTask", [=] { how({.label_smoothing = not_a_number}); },
       "trainer: the label smoothing must be"},
      {"Trainer", [=] { with({.clip = -1}); }, "trainer: the clip must be"},
      {"Trainer", [=] { with({.time_limit = not_a_number}); }, "trainer: the time limit must be"},
      {"Trainer", [] { train({}, pairs(), {}); }, "trainer: there are no training pairs"},
      {"Trainer", [] { train(pairs(), {}, {}); }, "trainer: there are no validation pairs"},
      {"Trainer",
       [] {
         train({{{2, 3}}, {}}, pairs(), {});
       },
       "trainer: the training pairs have 1 sources and 0"},
      {"Trainer",
       [] {
         train({{{2, 3}}, {{}}}, pairs(), {});
       },
       "trainer: training pair 0 is empty"},
      {"run", [=] { with({}); }, "trainer: the function that gets the reports is empty"},
      {"attention_text",
       [] {
         Translation short_row;
         short_row.weights = {{0.5}};
         attention_text({"a", "b"}, {"c"}, short_row, {});
       },
       "attention_text: a row of 1 weights for a source of 4 tokens"},
      {"line_chart",
       [] {
         figure(show::line_chart, {"", {}, {}, {{"a", {1}, {}}}});
       },
       "line_chart: series 'a' has"},
      {"bar_chart",
       [] {
         figure(show::bar_chart, {"", {}, {"a"}, {{"g", {}}}});
       },
       "bar_chart: group 'g' has 0"},
      {"heat_map",
       [] {
         map_of({2, 2, {1}});
       },
       "heat_map: a matrix of 2 x 2 has 1 values"},
      {"heat_map",
       [] {
         map_of({huge, huge, {}});
       },
       "heat_map: a matrix of 1099511627776"},
      {"operator()",
       [] {
         show::Matrix{1, 1, {1}}(0, 1);
       },
       "matrix: there is no value at row 0, column 1"},
      {"flame_chart",
       [] {
         show::flame_chart("", {"a", "", 1, 0, {{"b", "", not_a_number, 0, {}}}});
       },
       "flame_chart: the value of 'b' must be a number"},
  };
}

}  // namespace

WrongCalls wrong_translator_calls() {
  WrongCalls all = text_calls();
  add_models(all);
  const WrongCalls training = training_calls();
  all.insert(all.end(), training.begin(), training.end());
  return all;
}

}  // namespace heed::testing
