// Lesson 14: the Transformer, and each of its pieces taken away once. The lesson's page is
// README.md; the model is in model.h.
#include "autograd/operations/cross_entropy.h"
#include "autograd/watch/attention_watch.h"
#include "nn/attention/masks.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "nn/transformer/positions.h"
#include "nn/translate/transformer_model.h"
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/14-transformer/model.h"
#include "tutorials/lesson.h"
#include "tutorials/texts.h"

#include <cmath>

using namespace heed;

namespace {

// Returns the corpus's sentence pairs with at most nine words in each language. About one in seven
// is held out.
Texts short_sentences() {
  Corpus corpus =
      load_pairs("tutorials/corpus/english-german.tsv", {.tokenizer = Tokenizer::split, .maximum_length = 9});
  Rng rng(5);
  std::vector<SentencePair> test = hold_out(corpus, 0.15, rng);
  return {corpus.pairs, test};
}

double largest_difference(const Tensor& a, const Tensor& b) {
  return static_cast<double>(max(abs(a - b)).item());
}

show::Matrix matrix(const Tensor& x) { return {x.size(0), x.size(1), x.to_doubles()}; }

void positions(Lesson& lesson, const Texts& texts) {
  lesson.step("The position of a word");
  const TransformerSizes sizes;
  // [swap]
  const auto dog_in = [&](const char* sentence, Index position, const Pieces& pieces) {
    Rng rng(14);  // the same untrained model every time
    const SmallTransformer model(texts.source.size(), texts.target.size(), sizes, pieces, rng);
    const std::vector<Token> tokens = texts.source.encode(tokenize(sentence, Tokenizer::split));
    TokenMatrix source(1, static_cast<Index>(tokens.size()));
    source.ids = tokens;
    return select(model.encode(source).value(), 1, position);  // (1, size); position 0 is <bos>
  };
  const auto change = [&](const Pieces& pieces) {
    return largest_difference(dog_in("the dog sees the man", 2, pieces),
                              dog_in("the man sees the dog", 5, pieces));
  };
  const double without = change({.positions = false}), with = change({});
  // [/swap]
  lesson.say("the dog's vector changes by  ", rounded(without, 3), " without positions");
  lesson.say("                             ", rounded(with, 3), " with them");
  const Tensor table = sinusoidal_positions(20, 24);
  lesson.watch("without", without, "with", with, "positions", table);
  show::HeatMap map;
  map.title = "The vector of each position";
  map.row_axis = "position";
  map.column_axis = "entry of the vector";
  map.value = "value";
  map.matrix = matrix(table);
  map.low = -1;
  map.high = 1;
  lesson.figure("positions.svg", show::heat_map(map));
}

// Returns how alike the words of a sentence (time, size) are: the mean cosine over all pairs of
// two different words.
double likeness(const Tensor& words) {
  const Tensor unit = words / sqrt(sum(words * words, -1, keep_axis));
  const double time = static_cast<double>(words.size(0));
  const double all =
      static_cast<double>(sum(matmul(unit, transpose(unit))).item());  // includes each word with itself
  return (all - time) / (time * (time - 1));
}

void depth(Lesson& lesson) {
  lesson.step("One layer, and twelve");
  std::vector<std::vector<std::string>> rows;
  // [depth]
  const auto through = [&](const Pieces& pieces, Index layers) {
    Rng rng(14);
    Tensor x = random_normal({1, 10, 64}, rng);  // ten words
    for (Index i = 0; i < layers; ++i) x = Layer({}, pieces, rng)(x, {}).value();
    return select(x, 0, 0);
  };
  const auto row = [&](const std::string& name, const Pieces& pieces) {
    rows.push_back({name});
    for (const Index layers : {1, 4, 12}) {
      const Tensor words = through(pieces, layers);
      const double spread = std::sqrt(static_cast<double>(mean(words * words).item()));
      rows.back().push_back(rounded(likeness(words), 2));
      rows.back().push_back(rounded(spread, 2));
    }
  };
  row("everything", {});
  row("without residuals", {.residuals = false});
  row("without normalisation", {.norms = false});
  // [/depth]
  lesson.table({"", "1: alike", "size", "4: alike", "size", "12: alike", "size"}, rows);
  lesson.watch("through everything", through({}, 12), "through without residuals",
               through({.residuals = false}, 12));
}

// Returns the largest change of the scores before position `from`, when the words from
// there on change.
// [leak]
double leak(const SmallTransformer& model, const Batch& batch, Index from) {
  TokenMatrix changed = batch.target_in;
  for (Index row = 0; row < changed.rows; ++row) {
    for (Index t = from; t < changed.columns; ++t) changed(row, t) = Vocabulary::unknown;
  }
  const Tensor mask = padding_mask(batch.source);
  const Variable encoded = model.encode(batch.source);
  const Tensor before = model.decode(batch.target_in, encoded, mask).value();
  const Tensor after = model.decode(changed, encoded, mask).value();
  return largest_difference(slice(before, 1, 0, from), slice(after, 1, 0, from));
}
// [/leak]

void decoder(Lesson& lesson) {
  lesson.step("The decoder and its mask");
  lesson.show("mask", look_ahead_mask(5, 0));

  lesson.step("The shapes of document 3, 5.4");
  // [shapes]
  TransformerModelOptions options;
  options.source_words = options.target_words = 1000;
  options.transformer = {.size = 512, .heads = 8, .layers = 3, .feed_forward = 2048};
  Rng rng(14);
  TransformerModel model(options, rng);
  model.eval();
  Batch batch;
  batch.source = batch.target_in = TokenMatrix(1, 4);
  batch.source.ids = {0, 1, 2, 3};
  batch.source_lengths = {4};
  batch.target_in.ids = {4, 5, 6, 7};
  const NoGrad guard;
  AttentionWatch watch;
  const Variable scores = model.logits(batch);
  const AttentionCall encoder = watch.calls().front(), cross = watch.calls().back();
  // [/shapes]
  lesson.watch("scores", scores, "encoder.weights()", encoder.weights(), "cross.weights()", cross.weights());
  lesson.say("scores              ", scores.shape());
  lesson.say("encoder's attention ", encoder.weights().shape(), ", one in each of ",
             options.transformer.layers, " layers");
  lesson.say("cross-attention     ", cross.weights().shape(), ", the same");
  lesson.say("parameters          ", model.parameter_count());
}

Evaluation evaluate(const SmallTransformer& model, const Texts& texts) {
  const NoGrad guard;
  Evaluation result;
  for (const std::vector<Index>& indices : sorted_plan(texts.test_numbers.source, 100)) {
    const Batch batch = make_batch(texts.test_numbers, indices);
    const Variable scores =
        model.decode(batch.target_in, model.encode(batch.source), padding_mask(batch.source));
    result.add(batch, most_likely(scores.value()), write(model, batch.source, batch.target_out.columns),
               texts.target);
  }
  return result;
}

struct Trained {
  Evaluation evaluation;
  double leak = 0;  // how much later words change earlier scores
};

// [train]
// Trains a model of these pieces with random numbers from `rng`, and evaluates it.
Trained train(const Pieces& pieces, Rng rng, const Texts& texts) {
  constexpr Index epochs = 8, batch_size = 32;
  const SmallTransformer model(texts.source.size(), texts.target.size(), {.layers = 1}, pieces, rng);
  std::vector<Variable> parameters = model.parameters();
  Adam adam(parameters, 0.004);
  const Index pairs = static_cast<Index>(texts.train.size());
  const Index all = epochs * ((pairs + batch_size - 1) / batch_size);
  const auto schedule = make_schedule("cosine", 0.004, 100, all);  // up for 100 steps, then down to 0
  for (Index step = 0; step < all;) {
    for (const std::vector<Index>& indices : shuffled_plan(texts.train_numbers, batch_size, rng)) {
      const Batch batch = make_batch(texts.train_numbers, indices);
      adam.zero_grad();
      const Variable scores =
          model.decode(batch.target_in, model.encode(batch.source), padding_mask(batch.source));
      cross_entropy(scores, batch.target_out, {.ignore = Vocabulary::pad}).backward();
      clip_gradient_norm(parameters, 1);
      adam.set_learning_rate(schedule->rate(++step));
      adam.step();
    }
  }
  return {evaluate(model, texts), leak(model, make_batch(texts.test_numbers, {0}), 3)};
}
// [/train]

// A model with some of the pieces, trained with three seeds.
struct Variant {
  std::string name;
  Pieces pieces;
  std::vector<Trained> runs{};

  // Returns the share of exactly translated sentences, averaged over the seeds.
  double exact() const {
    double total = 0;
    for (const Trained& run : runs) total += run.evaluation.exact();
    return total / static_cast<double>(runs.size());
  }
};

void draw(Lesson& lesson, const std::vector<Variant>& variants) {
  show::BarChart chart;
  chart.title = "Sentences translated exactly, with three seeds";
  chart.y = {"exact", "%", false, {0, 100}};
  chart.width = 820;
  for (const std::size_t seed : std::vector<std::size_t>{0, 1, 2}) {
    chart.groups.push_back({text("seed ", seed + 1), {}});
    for (const Variant& variant : variants) {
      chart.groups.back().values.push_back(std::round(100 * variant.runs[seed].evaluation.exact()));
    }
  }
  for (const Variant& variant : variants) chart.labels.push_back(variant.name);
  lesson.figure("pieces.svg", show::bar_chart(chart));
}

void take_away(Lesson& lesson, const Texts& texts, std::vector<Variant>& variants) {
  lesson.step("Each piece taken away once");
  // [variants]
  variants = {{"everything", {}},
              {"no positions", {.positions = false}},
              {"no residuals", {.residuals = false}},
              {"no normalisation", {.norms = false}},
              {"no feed-forward", {.feed_forward = false}},
              {"no encoder layer", {.encoder = false}}};
  Index done = 0;
  for (Variant& variant : variants) {
    for (const Rng& seed : {Rng(1), Rng(2), Rng(3)}) {
      variant.runs.push_back(train(variant.pieces, seed, texts));
      lesson.progress("models trained", ++done, 18);
    }
  }
  // [/variants]
  std::vector<std::vector<std::string>> rows;
  for (const Variant& variant : variants) {
    rows.push_back({variant.name});
    for (const Trained& run : variant.runs) rows.back().push_back(percent(run.evaluation.exact()));
    lesson.watch(variant.name, std::vector<std::string>(rows.back().begin() + 1, rows.back().end()));
    rows.back().push_back(percent(variant.exact()));
    lesson.value(variant.name, percent(variant.exact()));
  }
  lesson.table({"exact sentences", "seed 1", "seed 2", "seed 3", "mean"}, rows);
  lesson.value("training pairs", text(texts.train.size()));
  lesson.value("test pairs", text(texts.test.size()));
  draw(lesson, variants);
}

void broken(Lesson& lesson, const Texts& texts, const Trained& right) {
  lesson.step("Broken on purpose: a mask off by one");
  // [off by one]
  const Trained ahead = train({.look_ahead = 1}, Rng(1), texts);
  // [/off by one]
  const auto row = [](const std::string& name, const Evaluation& evaluation) {
    return std::vector<std::string>{name, percent(evaluation.forced.value(), 1),
                                    percent(evaluation.generated.value()), percent(evaluation.exact())};
  };
  const std::vector<std::string> columns = {"", "words, teacher forcing", "words, no teacher",
                                            "exact sentences"};
  lesson.show("mask", look_ahead_mask(5, 1));
  lesson.table(columns, {row("off by one", ahead.evaluation)});
  lesson.value("forced", percent(ahead.evaluation.forced.value(), 1));
  lesson.watch("ahead.leak", ahead.leak);
  lesson.value("no teacher", percent(ahead.evaluation.generated.value()));

  lesson.step("Fixed: change what must not matter");
  lesson.table(columns, {row("the right mask", right.evaluation)});
  const auto yes = [](const Trained& run) { return run.leak > 1e-3 ? "yes" : "no"; };
  lesson.say("do later words change earlier scores?  off by one: ", yes(ahead),
             ", the right mask: ", yes(right));
  lesson.watch("right.leak", right.leak);
  lesson.value("forced right", percent(right.evaluation.forced.value(), 1));
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"14", "The Transformer", "about 40 s on two cores"}, count, arguments,
                    [](Lesson& lesson) {
                      const Texts texts = short_sentences();
                      std::vector<Variant> variants;
                      positions(lesson, texts);
                      depth(lesson);
                      decoder(lesson);
                      take_away(lesson, texts, variants);
                      broken(lesson, texts, variants[0].runs[0]);
                    });
}
