// Lesson 16: BERT in small. A model learns to fill in hidden words, and a classifier starts from what it has
// learned. The lesson's page is README.md; the models are in model.h.
#include "autograd/operations/cross_entropy.h"
#include "autograd/watch/attention_watch.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/16-bert/model.h"
#include "tutorials/16-bert/task.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>
#include <memory>

using namespace heed;

namespace {

void hiding(Lesson& lesson, const English& english) {
  lesson.step("Hiding words");
  Rng rng(216);
  const TokenMatrix sentence =
      english.with_gap("yesterday the hungry boy did not see the old lamp in his kitchen");
  // [hide a sentence]
  const Masked masked = hide(sentence, {}, english.mask, rng);
  // [/hide a sentence]
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < sentence.ids.size(); ++i) {
    const Token target = masked.targets.ids[i];
    rows.push_back({english.word(sentence.ids[i]), english.word(masked.input.ids[i]),
                    target == Vocabulary::pad ? "." : english.word(target)});
  }
  lesson.table({"sentence", "input", "target"}, rows);
  lesson.watch("masked.input", masked.input.to_string(), "masked.targets", masked.targets.to_string());
}

// How many words a model predicted correctly, and how many it was asked for.
struct Filled {
  Index right = 0, total = 0;
  double share() const { return static_cast<double>(right) / static_cast<double>(total); }
};

// [fill]
// How the model sees the word that it is asked for.
enum class Shown { mask, wrong_word, right_word };

// Asks the model for every word of every sentence, one word at a time. Entry r of the result counts the words with
// r words to their right.
std::vector<Filled> fill(const MaskedModel& model, const English& english, Shown shown) {
  const NoGrad guard;
  Rng rng(1);
  std::vector<Filled> result(20);
  for (const Tokens& sentence : english.test.sentences) {
    const Index words = static_cast<Index>(sentence.size()) - 2;  // without <bos> and <eos>
    TokenMatrix input(words, words + 2);
    for (Index row = 0; row < words; ++row) {
      std::copy(sentence.begin(), sentence.end(), input.ids.begin() + row * input.columns);
      Token& asked = input(row, row + 1);
      if (shown == Shown::mask) asked = english.mask;
      if (shown == Shown::wrong_word) {
        asked = static_cast<Token>(first_word + rng.integer(english.mask - first_word));
      }
    }
    const std::vector<Index> best = argmax(model(input).value());
    for (Index row = 0; row < words; ++row) {
      const std::size_t position = static_cast<std::size_t>(row + 1);
      Filled& filled = result[static_cast<std::size_t>(words - 1 - row)];
      filled.right += best[static_cast<std::size_t>(row * input.columns) + position] == sentence[position];
      ++filled.total;
    }
  }
  return result;
}
// [/fill]

double right(const std::vector<Filled>& parts) {
  Filled all;
  for (const Filled& part : parts) all.right += part.right, all.total += part.total;
  return all.share();
}

// The share of the most frequent word: a model that always predicts it is right this often.
double most_frequent(const English& english) {
  Index frequent = 0, all = 0;
  for (const Tokens& sentence : english.test.sentences) {
    frequent += std::count(sentence.begin(), sentence.end(), first_word);
    all += static_cast<Index>(sentence.size()) - 2;
  }
  return static_cast<double>(frequent) / static_cast<double>(all);
}

// Loss of the hidden words of the test sentences.
double test_loss(const MaskedModel& model, const English& english) {
  const NoGrad guard;
  Rng rng(2);
  std::vector<Index> some(200);
  for (std::size_t i = 0; i < some.size(); ++i) some[i] = static_cast<Index>(i);
  const Masked batch = hide(pad_together(english.test.sentences, some), {}, english.mask, rng);
  const Variable loss = cross_entropy(model(batch.input), batch.targets, {.ignore = Vocabulary::pad});
  return static_cast<double>(loss.value().item());
}

// The three pretrained models: ours, the one that sees only [MASK] where it must predict, and the causal one.
struct Pretrained {
  MaskedModel both, only_mask, left;

  Pretrained(const English& english, const Rng& seed) : Pretrained(english, seed, seed, seed) {}

 private:
  Pretrained(const English& english, Rng one, Rng two, Rng three)
      : both(english.words(), Sight::both_sides, one),
        only_mask(english.words(), Sight::both_sides, two),
        left(english.words(), Sight::left_only, three) {}
};

void pretraining(Lesson& lesson, const English& english, const Pretrained& models) {
  lesson.step("The reader and what is on top");
  lesson.say("parameters of the masked model ", models.both.parameter_count());
  Rng rng(3);
  const Classifier classifier(english.words(), 2, rng);
  const TokenMatrix batch = pad_together(english.test.sentences, {0, 1, 2});
  lesson.say("sentences                      (", batch.rows, ", ", batch.columns, ")");
  lesson.say("scores of the masked model     ", models.both(batch).shape());
  lesson.say("scores of the classifier       ", classifier(batch).shape());

  lesson.step("Pretraining");
  const double before = test_loss(models.both, english);
  // [pretrain three]
  const auto train = [&](const std::string& name, const MaskedModel& model, const Masking& masking) {
    Rng draws(1);
    pretrain(model, english.train.sentences, masking, pretraining_epochs, english.mask, draws,
             [&](Index done, Index all) { lesson.progress("pretraining " + name, done, all); });
  };
  train("with 80/10/10", models.both, {});
  train("with [MASK] only", models.only_mask, {.hidden = 1, .random = 0});
  train("causal", models.left, {});
  // [/pretrain three]
  lesson.say("loss before training       ", rounded(before, 2));
  lesson.say("ln of the number of words  ", rounded(std::log(static_cast<double>(english.words())), 2));
  lesson.say("loss after training        ", rounded(test_loss(models.both, english), 2));
  lesson.value("training sentences", text(english.train.size()));
  lesson.value("test sentences", text(english.test.size()));
}

// The probability of each word in the gap.
// [guess]
Tensor guess(const MaskedModel& model, const TokenMatrix& sentence, Token mask) {
  const NoGrad guard;
  const auto gap = std::find(sentence.ids.begin(), sentence.ids.end(), mask) - sentence.ids.begin();
  return softmax(select(select(model(sentence).value(), 0, 0), 0, gap));
}
// [/guess]

// A sentence with a gap, and words to try in the gap.
struct Example {
  std::string sentence;
  std::vector<std::string> words;
};

const std::vector<Example> examples = {
    {"they believe that the boys _ tired", {"are", "is", "were", "was"}},
    {"they believed that the boys _ tired", {"are", "is", "were", "was"}},
    {"they believed that the boy _ tired", {"are", "is", "were", "was"}},
    {"she _ hot coffee because she is tired", {"drinks", "drank", "eats", "drink"}},
    {"she _ hot coffee because she was tired", {"drinks", "drank", "eats", "drink"}},
    {"the _ ate two red apples", {"boy", "dog", "boys", "lamp"}}};

// The example, and the probability of each of its words in the gap.
std::vector<std::string> tried(const MaskedModel& model, const English& english, const Example& example) {
  const std::vector<double> p = guess(model, english.with_gap(example.sentence), english.mask).to_doubles();
  std::string words;
  for (const std::string& word : example.words) {
    const double probability = p[static_cast<std::size_t>(english.vocabulary.token(word))];
    words += (words.empty() ? "" : ", ") + word + " " + percent(probability);
  }
  return {example.sentence, words};
}

void draw_attention(Lesson& lesson, const English& english, const MaskedModel& model,
                    const std::string& example) {
  const TokenMatrix sentence = english.with_gap(example);
  const Index gap = std::find(sentence.ids.begin(), sentence.ids.end(), english.mask) - sentence.ids.begin();
  // [attention of the gap]
  AttentionWatch watch;
  model(sentence);
  show::HeatMap map;
  for (std::size_t layer = 0; layer < watch.calls().size(); ++layer) {
    const Tensor weights = watch.calls()[layer].weights();  // (1, heads, queries, keys)
    for (Index head = 0; head < weights.size(1); ++head) {
      const std::vector<double> row = select(select(select(weights, 0, 0), 0, head), 0, gap).to_doubles();
      map.matrix.values.insert(map.matrix.values.end(), row.begin(), row.end());
      map.row_labels.push_back(text("layer ", layer + 1, ", head ", head + 1));
    }
  }
  // [/attention of the gap]
  map.title = "Where the gap looks";
  map.row_axis = "head";
  map.column_axis = "word";
  map.value = "weight";
  for (const Token token : sentence.ids) map.column_labels.push_back(english.word(token));
  map.matrix.rows = static_cast<Index>(map.row_labels.size());
  map.matrix.columns = sentence.columns;
  map.low = 0;
  map.high = 1;
  lesson.figure("gap.svg", show::heat_map(map));
}

void gaps(Lesson& lesson, const English& english, const Pretrained& models) {
  lesson.step("What it puts into the gaps");
  std::vector<std::vector<std::string>> rows;
  for (const Example& example : examples) rows.push_back(tried(models.both, english, example));
  lesson.table({"sentence", "words in the gap"}, rows);
  draw_attention(lesson, english, models.both, examples[4].sentence);
}

void sides(Lesson& lesson, const English& english, const Pretrained& models,
           const std::vector<Filled>& both) {
  lesson.step("Both sides, or the left side only");
  lesson.table({"causal model", "words in the gap"},
               {tried(models.left, english, examples[3]), tried(models.left, english, examples[4])});
  const std::vector<Filled> left = fill(models.left, english, Shown::mask);
  lesson.say("");
  lesson.table({"gaps filled with the right word", ""},
               {{"both sides", percent(right(both))},
                {"left side only", percent(right(left))},
                {"always \"the\"", percent(most_frequent(english))}});
  lesson.value("both", percent(right(both)));
  lesson.value("left", percent(right(left)));
  lesson.value("the", percent(most_frequent(english)));
  lesson.value("both last", percent(both[0].share()));
  lesson.value("left last", percent(left[0].share()));
  show::LineChart chart;
  chart.title = "Gaps filled with the right word";
  chart.x = {"words to the right of the gap", ""};
  chart.y = {"right", "%", false, {0, 60}};
  chart.series = {{"both sides", {}, {}}, {"left side only", {}, {}}};
  for (std::size_t i = 0; i < 12; ++i) {
    for (std::size_t k = 0; k < 2; ++k) {
      chart.series[k].x.push_back(static_cast<double>(i));
      chart.series[k].y.push_back(std::round(100 * (k ? left : both)[i].share()));
    }
  }
  lesson.figure("sides.svg", show::line_chart(chart));
}

void why(Lesson& lesson, const English& english, const Pretrained& models, const std::vector<Filled>& both) {
  lesson.step("Why 80/10/10");
  std::vector<std::vector<std::string>> rows;
  // [three ways to ask]
  const auto row = [&](const std::string& name, const MaskedModel& model, double with_mask) {
    const double wrong = right(fill(model, english, Shown::wrong_word));
    const double kept = right(fill(model, english, Shown::right_word));
    rows.push_back({name, percent(with_mask), percent(wrong), percent(kept)});
  };
  // [/three ways to ask]
  row("80/10/10", models.both, right(both));
  row("[MASK] only", models.only_mask, right(fill(models.only_mask, english, Shown::mask)));
  lesson.table({"the word is shown as", "[MASK]", "a wrong word", "itself"}, rows);
  lesson.value("mask only", rows[1][1]);
  lesson.value("restored", rows[0][2]);
  lesson.value("restored only", rows[1][2]);
  lesson.value("itself", rows[0][3]);
  lesson.value("itself only", rows[1][3]);
}

void few_labels(Lesson& lesson, const English& english, const Pretrained& models) {
  lesson.step("A classifier with few labels");
  const Index past = std::count(english.test.labels.begin(), english.test.labels.end(), 1);
  const double present = 1 - static_cast<double>(past) / static_cast<double>(english.test.size());
  lesson.value("always present", percent(present, 1));
  struct Start {
    std::string name;
    const MaskedModel* model;
  };
  const std::vector<Start> starts = {{"from scratch", nullptr},
                                     {"pretrained", &models.both},
                                     {"pretrained, [MASK] only", &models.only_mask}};
  std::vector<std::vector<std::string>> rows;
  show::BarChart chart;
  Index done = 0;
  for (const Index count : {20, 200, 2000}) {
    chart.labels.push_back(text(count, " labels"));
    for (const Start& start : starts) {
      rows.push_back({text(count), start.name});
      double total = 0;
      for (const Rng& seed : {Rng(1), Rng(2), Rng(3)}) {
        const double share = classify(english, count, seed, start.model);
        rows.back().push_back(percent(share, 1));
        total += share;
        lesson.progress("classifiers trained", ++done, 27);
      }
      rows.back().push_back(percent(total / 3, 1));
      lesson.value(text(start.name, " ", count), percent(total / 3));
      if (chart.groups.size() < starts.size()) chart.groups.push_back({start.name, {}});
      chart.groups[(rows.size() - 1) % 3].values.push_back(std::round(100 * total / 3));
    }
  }
  lesson.table({"labels", "starts", "seed 1", "seed 2", "seed 3", "mean"}, rows);
  lesson.say("always \"present\": ", percent(present, 1));
  chart.title = "Sentences with the right tense, mean of three seeds";
  chart.y = {"right", "%", false, {0, 100}};
  lesson.figure("labels.svg", show::bar_chart(chart));
}

// The share of targets that the model predicts, for words of the test sentences that are chosen anew. Without a model:
// the share that a copy of the input predicts.
double share_of_targets(const MaskedModel* model, const English& english, const Masking& masking) {
  const NoGrad guard;
  Rng rng(2);
  Filled result;
  for (const std::vector<Index>& indices : sorted_plan(english.test.sentences, 100)) {
    const Masked batch = hide(pad_together(english.test.sentences, indices), masking, english.mask, rng);
    std::vector<Index> best(batch.input.ids.begin(), batch.input.ids.end());
    if (model) best = argmax((*model)(batch.input).value());
    for (std::size_t i = 0; i < best.size(); ++i) {
      if (batch.targets.ids[i] == Vocabulary::pad) continue;
      result.right += best[i] == batch.targets.ids[i];
      ++result.total;
    }
  }
  return result.share();
}

void broken(Lesson& lesson, const English& english) {
  lesson.step("Broken on purpose: every word is a target");
  const auto train = [&](const Masking& masking) {
    Rng rng(1);
    auto model = std::make_unique<MaskedModel>(english.words(), Sight::both_sides, rng);
    pretrain(*model, english.train.sentences, masking, 4, english.mask, rng);
    return model;
  };
  // [everywhere]
  const Masking everywhere{.everywhere = true};
  const auto model = train(everywhere);
  const double targets = share_of_targets(model.get(), english, everywhere);
  // [/everywhere]
  lesson.say("right targets after 4 epochs  ", percent(targets));
  lesson.value("broken targets", percent(targets));

  lesson.step("Fixed: count only what was asked");
  // [fixed]
  const auto fixed = train({});
  const auto row = [&](const std::string& name, const MaskedModel* asked, const Masking& masking) {
    return std::vector<std::string>{name, percent(share_of_targets(asked, english, masking)),
                                    asked ? percent(right(fill(*asked, english, Shown::mask))) : "0 %"};
  };
  const std::vector<std::vector<std::string>> rows = {
      row("every word, 4 epochs", model.get(), everywhere),
      row("every word, a copy of the input", nullptr, everywhere),
      row("the chosen words, 4 epochs", fixed.get(), {}),
      row("the chosen words, a copy of the input", nullptr, {})};
  // [/fixed]
  lesson.table({"targets are", "right targets", "right gaps"}, rows);
  lesson.value("copied", rows[1][1]);
  lesson.value("broken gaps", rows[0][2]);
  lesson.value("fixed gaps", rows[2][2]);
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"16", "BERT in small", "about 55 s on two cores"}, count, arguments, [](Lesson& lesson) {
    const English english;
    const Pretrained models(english, Rng(1));
    hiding(lesson, english);
    pretraining(lesson, english, models);
    gaps(lesson, english, models);
    const std::vector<Filled> both = fill(models.both, english, Shown::mask);
    sides(lesson, english, models, both);
    why(lesson, english, models, both);
    few_labels(lesson, english, models);
    broken(lesson, english);
  });
}
