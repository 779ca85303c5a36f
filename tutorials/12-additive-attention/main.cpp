// Lesson 12: a decoder that looks back. The lesson's page is README.md; the model is in model.h.
#include "autograd/operations/arithmetic.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/shape_functions.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "nn/show/chart.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/12-additive-attention/model.h"
#include "tutorials/12-additive-attention/panels.h"
#include "tutorials/lesson.h"
#include "tutorials/texts.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

using Memory = RecurrentTranslator::Memory;

Texts fox_alone() {
  const SentencePair fox = sentences("the quick brown fox jumps over the lazy dog",
                                     "der schnelle braune fuchs springt über den faulen hund");
  return {{fox}, {fox}};
}

std::string listed(const std::vector<Token>& tokens) {
  std::string line;
  for (const Token token : tokens) line += " " + std::to_string(token);
  return line;
}

// [learn]
// One training step on one batch. The decoder gets `inputs` and must predict batch.target_out.
void learn(const RecurrentTranslator& model, Optimizer& optimizer, std::vector<Variable>& parameters,
           const Batch& batch, const TokenMatrix& inputs) {
  optimizer.zero_grad();
  const Memory memory = model.encode(batch.source, batch.source_lengths);
  const Variable scores = forced_scores(model, memory, inputs);
  cross_entropy(scores, batch.target_out, {.ignore = Vocabulary::pad}).backward();
  clip_gradient_norm(parameters, 1);
  optimizer.step();
}
// [/learn]

// Returns the tokens with `padding` additional columns of padding after them.
TokenMatrix widened(const TokenMatrix& tokens, Index padding) {
  TokenMatrix wide(tokens.rows, tokens.columns + padding, Vocabulary::pad);
  for (Index row = 0; row < tokens.rows; ++row) {
    for (Index t = 0; t < tokens.columns; ++t) wide(row, t) = tokens(row, t);
  }
  return wide;
}

// [evaluate]
Evaluation evaluate(const RecurrentTranslator& model, const Texts& texts, Index padding = 0,
                    bool masked = true) {
  const NoGrad guard;
  Evaluation result;
  for (const std::vector<Index>& indices : sorted_plan(texts.test_numbers.source, 50)) {
    const Batch batch = make_batch(texts.test_numbers, indices);
    Memory memory = model.encode(widened(batch.source, padding), batch.source_lengths);
    if (!masked) memory.mask = Tensor();
    const TokenMatrix written = write(model, memory, batch.target_out.columns);
    const TokenMatrix forced = most_likely(forced_scores(model, memory, batch.target_in).value());
    result.add(batch, forced, written, texts.target);
  }
  return result;
}
// [/evaluate]

// Returns the attention weights of the decoder when it gets the correct previous words:
// (target words, source time).
Tensor weights_of(const RecurrentTranslator& model, const Texts& texts, const SentencePair& pair) {
  const NoGrad guard;
  const Batch batch = make_batch(encode({pair}, texts.source, texts.target), {0});
  Tensor weights;
  forced_scores(model, model.encode(batch.source, batch.source_lengths), batch.target_in, &weights);
  return slice(select(weights, 0, 0), 0, 0,
               batch.target_in.columns - 1);  // all rows except the last, for <eos>
}

// [aligned]
// A sentence to watch: for each German word, the position of the English word that it
// should look at.
struct Watched {
  SentencePair pair;
  std::vector<Index> partner;  // position 0 is <bos>
};

// Returns the mean weight that the words give to their partners.
double aligned(const Tensor& weights, const Watched& watched) {
  double total = 0;
  for (std::size_t word = 0; word < watched.partner.size(); ++word) {
    total += static_cast<double>(weights(static_cast<Index>(word), watched.partner[word]));
  }
  return total / static_cast<double>(watched.partner.size());
}
// [/aligned]

void score(Lesson& lesson) {
  lesson.step("One sentence, two vocabularies");
  // [fox]
  const Texts texts = fox_alone();
  const Batch batch = make_batch(texts.train_numbers, {0});
  // [/fox]
  lesson.watch("source", batch.source.ids, "target_in", batch.target_in.ids, "target_out",
               batch.target_out.ids);
  lesson.say("vocabularies      ", texts.source.size(), " English, ", texts.target.size(), " German");
  lesson.say("encoder reads    ", listed(batch.source.ids));
  lesson.say("decoder reads    ", listed(batch.target_in.ids));
  lesson.say("and must predict ", listed(batch.target_out.ids));

  lesson.step("The additive score");
  // [score]
  const Tensor q = tensor({1, 0});                           // W_q times the decoder's state
  const Tensor k_1 = tensor({1, 0}), k_2 = tensor({-1, 1});  // W_k times two of the encoder's states
  const Tensor v = tensor({1, 2});
  const Scalar score_1 = sum(tanh(q + k_1) * v).item(), score_2 = sum(tanh(q + k_2) * v).item();
  // [/score]
  const double gap = static_cast<double>(score_2 - score_1), weight_1 = 1 / (1 + std::exp(gap));
  lesson.say("scores   ", rounded(static_cast<double>(score_1), 3), "  ",
             rounded(static_cast<double>(score_2), 3));
  lesson.say("weights  ", rounded(weight_1, 3), "  ", rounded(1 - weight_1, 3));
  lesson.watch("query", q, "k_1", k_1, "k_2", k_2, "v", v, "score_1", score_1, "score_2", score_2);

  lesson.step("All pairs");
  // [pairs]
  Rng rng(12);
  const Tensor Q = random_normal({10, 4}, rng), K = random_normal({11, 4}, rng);  // 10 steps, 11 words
  std::string refused;
  try {
    Q + K;
  } catch (const Error& error) {
    refused = error.what();
  }
  const Tensor pairs = unsqueeze(Q, 1) + unsqueeze(K, 0);                // (10, 1, 4) + (1, 11, 4)
  const Tensor scores = sum(tanh(pairs) * random_normal({4}, rng), -1);  // the random vector is v
  // [/pairs]
  lesson.watch("Q", Q, "K", K, "pairs", pairs, "scores", scores, "refused", refused);
  lesson.say("Q + K    ", refused);
  lesson.say("pairs    ", pairs.shape());
  lesson.say("scores   ", scores.shape());
}

// [by heart]
// Trains on the fox sentence alone until the model translates it exactly, for at most `max_steps`
// steps. With `cheating`, the decoder gets the very words that it must predict, as in document 4.
struct ByHeart {
  ByHeart(const Texts& texts, bool attention, bool cheating, Index max_steps)
      : rng(1), model({texts.source.size(), texts.target.size(), 256, 128}, attention, rng) {
    const Batch batch = make_batch(texts.train_numbers, {0});
    const TokenMatrix& inputs = cheating ? batch.target_out : batch.target_in;
    std::vector<Variable> parameters = model.parameters();
    Adam adam(parameters, 0.001);
    while (steps < max_steps && (cheating || right < batch.tokens)) {
      learn(model, adam, parameters, batch, inputs);
      ++steps;
      right = evaluate(model, texts).generated.right;
    }
    const NoGrad guard;
    const Memory memory = model.encode(batch.source, batch.source_lengths);
    accuracy.add(most_likely(forced_scores(model, memory, inputs).value()), batch.target_out);
  }

  Rng rng;
  RecurrentTranslator model;
  Index steps = 0, right = 0;  // training steps; words right without a teacher
  TokenAccuracy accuracy;      // with the same inputs as in training
};
// [/by heart]

// Used by the rest of the lesson: the corpus, the trained models, and moments of their training.
struct Trained {
  Texts texts = corpus();
  ModelSizes sizes{texts.source.size(), texts.target.size()};
  Rng rng_with{12}, rng_without{12};
  RecurrentTranslator with{sizes, true, rng_with}, without{sizes, false, rng_without};
  Watched watched{
      sentences("the little man arrives without the fox", "der kleine mann kommt ohne den fuchs an"),
      {1, 2, 3, 4, 5, 6, 7, 4}};
  std::vector<double> moments, shares;  // epochs; the aligned weight of the watched sentence then
  std::vector<Tensor> pictures;         // all weights of the watched sentence then
};

constexpr Index epochs = 8, batch_size = 32;

// [train]
// Trains for eight epochs. Returns the share of exactly translated sentences after each.
std::vector<double> train(const RecurrentTranslator& model, const Texts& texts,
                          const std::function<void(Index step, Index all)>& watch) {
  Rng shuffles(3);
  std::vector<Variable> parameters = model.parameters();
  Adam adam(parameters, 0.005);
  const Index pairs = static_cast<Index>(texts.train.size());
  const Index all = epochs * ((pairs + batch_size - 1) / batch_size);
  const auto schedule = make_schedule("cosine", 0.005, 100, all);  // up for 100 steps, then down to 0
  std::vector<double> exact;
  for (Index step = 0; step < all;) {
    for (const std::vector<Index>& indices : shuffled_plan(texts.train_numbers, batch_size, shuffles)) {
      watch(step, all);
      const Batch batch = make_batch(texts.train_numbers, indices);
      adam.set_learning_rate(schedule->rate(++step));
      learn(model, adam, parameters, batch, batch.target_in);
    }
    exact.push_back(evaluate(model, texts).exact());
  }
  return exact;
}
// [/train]

void by_heart(Lesson& lesson, Tensor& fox_weights) {
  lesson.step("The fox by heart");
  // [memorise]
  const Texts texts = fox_alone();
  const ByHeart with(texts, true, false, 100), without(texts, false, false, 100);
  fox_weights = weights_of(with.model, texts, texts.test[0]);
  // [/memorise]
  lesson.table({"", "steps", "words right"},
               {{"with attention", text(with.steps), text(with.right, " of 10")},
                {"without", text(without.steps), text(without.right, " of 10")}});
  lesson.watch("fox_weights", fox_weights, "with.steps", with.steps, "without.steps", without.steps);
  lesson.value("even", percent(1.0 / 11));
  lesson.value("by heart", percent(aligned(fox_weights, {texts.test[0], {1, 2, 3, 4, 5, 6, 7, 8, 9}})));
}

void learn_corpus(Lesson& lesson, Trained& trained, const Tensor& fox_weights) {
  lesson.step("Seven thousand sentences");
  const auto watch = [&](Index step, Index all) {
    lesson.progress("training with attention", step + 1, all);
    if (step % (all / epochs / 4) != 0) return;
    trained.pictures.push_back(weights_of(trained.with, trained.texts, trained.watched.pair));
    trained.shares.push_back(aligned(trained.pictures.back(), trained.watched));
    trained.moments.push_back(static_cast<double>(step * epochs) / static_cast<double>(all));
  };
  const auto only_progress = [&](Index step, Index all) { lesson.progress("and without", step + 1, all); };
  // [corpus]
  const std::vector<double> with = train(trained.with, trained.texts, watch);
  const std::vector<double> without = train(trained.without, trained.texts, only_progress);
  // [/corpus]
  std::vector<std::vector<std::string>> rows;
  for (std::size_t epoch = 0; epoch < with.size(); ++epoch) {
    rows.push_back({text(epoch + 1), percent(with[epoch]), percent(without[epoch])});
  }
  lesson.table({"epoch", "with attention", "without"}, rows);
  lesson.watch("with", with, "without", without);

  lesson.step("The alignment as it forms");
  const SentencePair fox = fox_alone().test[0];
  const Tensor weights = weights_of(trained.with, trained.texts, fox);
  const double fox_share = aligned(weights, {fox, {1, 2, 3, 4, 5, 6, 7, 8, 9}});
  lesson.say("epoch  aligned weight");
  for (const std::size_t moment : std::vector<std::size_t>{0, 1, 2, 4, 8, 16, 31}) {
    lesson.say(rounded(trained.moments[moment], 2), "   ", percent(trained.shares[moment]));
  }
  lesson.value("fox share", percent(fox_share));
  lesson.watch("fox", weights, "fox_by_heart", fox_weights, "alignment", trained.pictures.back());
  lesson.watch("moments", trained.moments, "shares", trained.shares);
  const SentencePair& pair = trained.watched.pair;
  lesson.figure("forming.svg", panels("The alignment as it forms", pair.source, pair.target,
                                      {{"untrained", trained.pictures[0]},
                                       {"half an epoch", trained.pictures[2]},
                                       {"one epoch", trained.pictures[4]},
                                       {"four epochs", trained.pictures[16]}}));
  lesson.figure("fox.svg", panels("The fox, translated twice", fox.source, fox.target,
                                  {{"learned by heart", fox_weights}, {"after the corpus", weights}}));
}

void padding(Lesson& lesson, const Trained& trained) {
  lesson.step("Broken on purpose: padding that leaks");
  std::vector<std::vector<std::string>> rows;
  std::vector<double> without_mask, with_mask;
  bool same = true;
  const std::vector<Words> unpadded = evaluate(trained.with, trained.texts).written;
  // [leak]
  for (const Index padding : {0, 5, 10, 20, 40}) {
    const Evaluation leaking = evaluate(trained.with, trained.texts, padding, false);
    const Evaluation masked = evaluate(trained.with, trained.texts, padding, true);
    without_mask.push_back(leaking.exact());
    with_mask.push_back(masked.exact());
    same = same && masked.written == unpadded;
  }
  // [/leak]
  for (std::size_t i = 0; i < without_mask.size(); ++i) {
    rows.push_back({std::vector<std::string>{"0", "5", "10", "20", "40"}[i], percent(without_mask[i])});
  }
  lesson.table({"added padding", "exact sentences"}, rows);
  lesson.watch("without_mask", without_mask, "with_mask", with_mask, "same", same);
  lesson.value("leak none", percent(without_mask.front()));
  lesson.value("leak much", percent(without_mask.back()));

  lesson.step("Fixed: the mask");
  for (std::size_t i = 0; i < with_mask.size(); ++i) rows[i][1] = percent(with_mask[i]);
  lesson.table({"added padding", "exact sentences"}, rows);
  lesson.say("every translation is the same with any padding: ", same ? "yes" : "no");
}

void teacher(Lesson& lesson, const Trained& trained) {
  lesson.step("Broken on purpose: the teacher stays in the room");
  // [cheat]
  const ByHeart cheat(fox_alone(), true, true, 100);
  const Evaluation recited = evaluate(cheat.model, fox_alone());
  const Evaluation with = evaluate(trained.with, trained.texts);
  const Evaluation without = evaluate(trained.without, trained.texts);
  // [/cheat]
  lesson.table({"", "words right"},
               {{"the fox, given the answer", percent(cheat.accuracy.value())},
                {"corpus, with attention, given the correct previous words", percent(with.forced.value())},
                {"corpus, without, given the correct previous words", percent(without.forced.value())}});
  lesson.value("forced", percent(without.forced.value()));
  lesson.watch("recited", recited.exact(), "with", with.exact(), "without", without.exact());

  lesson.step("Fixed: let it write");
  lesson.table({"", "words right", "exact sentences"},
               {{"the fox, given the answer", percent(recited.generated.value()), percent(recited.exact())},
                {"corpus, with attention", percent(with.generated.value()), percent(with.exact())},
                {"corpus, without", percent(without.generated.value()), percent(without.exact())}});
  lesson.value("alone", percent(without.generated.value()));
}

void answer(Lesson& lesson, const Trained& trained) {
  lesson.step("Does looking back help?");
  const std::vector<std::pair<Index, Index>> ranges = {{2, 6}, {7, 9}, {10, 12}, {13, 18}};
  const auto by_length = [&](const RecurrentTranslator& model) {
    const Evaluation evaluation = evaluate(model, trained.texts);
    std::vector<double> shares;
    for (const auto& [min_length, max_length] : ranges) {
      double all = 0, right = 0;
      for (std::size_t i = 0; i < evaluation.lengths.size(); ++i) {
        if (evaluation.lengths[i] < min_length || evaluation.lengths[i] > max_length) continue;
        all += 1;
        right += evaluation.written[i] == evaluation.references[i] ? 1 : 0;
      }
      shares.push_back(right / all);
    }
    shares.push_back(evaluation.exact());
    return shares;
  };
  const std::vector<double> with = by_length(trained.with), without = by_length(trained.without);
  const std::vector<SentencePair>& test = trained.texts.test;
  std::vector<std::string> names, counts;
  std::vector<std::vector<std::string>> rows;
  for (const std::pair<Index, Index>& range : ranges) {
    names.push_back(text(range.first, " to ", range.second));
    counts.push_back(text(std::count_if(test.begin(), test.end(), [&](const SentencePair& pair) {
      const Index words = static_cast<Index>(pair.source.size());
      return range.first <= words && words <= range.second;
    })));
  }
  names.push_back("all");
  counts.push_back(text(test.size()));
  for (std::size_t i = 0; i < names.size(); ++i) {
    rows.push_back({names[i], counts[i], percent(with[i]), percent(without[i])});
  }
  lesson.table({"words", "sentences", "with attention", "without"}, rows);
  lesson.watch("with", with, "without", without);
  lesson.value("with", percent(with.back()));
  lesson.value("without", percent(without.back()));
  lesson.value("short without", percent(without.front()));
  lesson.value("long with", percent(with[3]));
  lesson.value("long without", percent(without[3]));
  show::BarChart chart;
  chart.title = "Sentences translated exactly, by number of words";
  chart.labels = names;
  chart.y = {"exact", "%", false, {0, 100}};
  const auto in_percent = [](std::vector<double> shares) {
    for (double& share : shares) share = std::round(100 * share);
    return shares;
  };
  chart.groups = {{"with attention", in_percent(with)}, {"without", in_percent(without)}};
  lesson.figure("lengths.svg", show::bar_chart(chart));
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"12", "Additive attention", "about 40 s on two cores"}, count, arguments,
                    [](Lesson& lesson) {
                      Tensor fox_weights;
                      score(lesson);
                      by_heart(lesson, fox_weights);
                      Trained trained;
                      learn_corpus(lesson, trained, fox_weights);
                      padding(lesson, trained);
                      teacher(lesson, trained);
                      answer(lesson, trained);
                    });
}
