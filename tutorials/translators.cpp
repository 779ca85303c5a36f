#include "tutorials/translators.h"

#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/attention_maps.h"
#include "nn/attention/multihead.h"
#include "nn/attention/scores.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "nn/translate/gru_model.h"
#include "nn/translate/search.h"
#include "nn/translate/transformer_model.h"
#include "tensor/elementwise.h"
#include "tensor/views.h"

#include <cmath>

namespace heed {

namespace {

// [multi-head]
// Multi-head attention in the place of a score: the keys and values of all heads are prepared once, side by side.
class MultiheadScore : public Attention {
 public:
  MultiheadScore(Index size, Rng& rng) : heads(*this, "heads", size, 4, 0, rng) {}
  Variable prepare_keys(const Variable& K) const override {
    const HeadMemory memory = heads->remember(K, K);
    return concatenate({memory.keys, memory.values}, -1);  // (batch, heads, keys, 2 size / heads)
  }
  Attended attend(const Variable& Q, const Variable& prepared, const Variable&,
                  const Tensor& mask) const override {
    const Index size = prepared.size(-1) / 2;
    const HeadMemory memory{slice(prepared, -1, 0, size), slice(prepared, -1, size, 2 * size)};
    return {heads(Q, memory, mask), {}};
  }
  Variable scores(const Variable&, const Variable&) const override {
    fail("multi-head: it has one score per head");
  }

  Child<MultiheadAttention> heads;
};
// [/multi-head]

void add_multihead() {
  static const bool once = [] {
    add_score({"multi-head", "four scaled dot products", true, [](Index size, Index, Index, Rng& rng) {
                 return std::make_unique<MultiheadScore>(size, rng);
               }});
    return true;
  }();
  static_cast<void>(once);
}

}  // namespace

std::unique_ptr<TranslationModel> make_translator(const std::string& attention, const Texts& texts,
                                                  Rng& rng) {
  add_multihead();
  if (attention == "transformer") {
    TransformerModelOptions options{
        .source_words = texts.source.size(), .target_words = texts.target.size(), .transformer = {}};
    options.transformer = {
        .size = 64, .heads = 4, .layers = 2, .feed_forward = 128, .dropout = 0, .pre_norm = true};
    return std::make_unique<TransformerModel>(options, rng);
  }
  return std::make_unique<GRUModel>(GRUModelOptions{.source_words = texts.source.size(),
                                                    .target_words = texts.target.size(),
                                                    .embedding = 48,
                                                    .hidden = 96,
                                                    .attention = attention,
                                                    .dropout = 0},
                                    rng);
}

// [train]
void train(TranslationModel& model, const Texts& texts, const Training& how) {
  EncodedPairs pairs = texts.train_numbers;
  pairs.source.resize(static_cast<std::size_t>(how.pairs));
  pairs.target.resize(static_cast<std::size_t>(how.pairs));
  constexpr Index batch_size = 32;
  Rng shuffles(3);
  const std::vector<Variable> parameters = model.parameters();
  Adam adam(parameters, 0.005);
  const Index all = how.epochs * ((how.pairs + batch_size - 1) / batch_size);
  const auto schedule = make_schedule("cosine", 0.005, how.warmup, all);
  model.train();
  Index step = 0;
  for (Index epoch = 1; epoch <= how.epochs; ++epoch) {
    for (const std::vector<Index>& indices : shuffled_plan(pairs, batch_size, shuffles)) {
      const Batch batch = how.prepare(pairs, indices);
      adam.zero_grad();
      cross_entropy(model.logits(batch), batch.target_out,
                    {.ignore = Vocabulary::pad, .smoothing = how.label_smoothing})
          .backward();
      clip_gradient_norm(parameters, 1);
      adam.set_learning_rate(schedule->rate(++step));
      adam.step();
      if (how.progress) how.progress(step, all);
    }
    if (how.after_epoch) how.after_epoch(epoch);
  }
  model.eval();
}
// [/train]

// [heads]
std::vector<Head> heads_of(const TranslationModel& model, const Texts& texts, const SentencePair& pair) {
  const NoGrad guard;
  AttentionWatch watch;
  const EncodedPairs one = encode({pair}, texts.source, texts.target);
  model.logits(make_batch(one, {0}));
  const Index source = std::ssize(pair.source), target = std::ssize(pair.target);
  std::vector<Head> heads;
  Index layer = 0;
  for (const AttentionCall& call : watch.joined()) {
    if (kind_of(call.path) != show::AttentionKind::cross) continue;
    ++layer;
    const Tensor all = select(call.weights(), 0, 0);  // (heads, queries, keys), or without heads
    const Index count = all.rank() == 3 ? all.size(0) : 1;
    for (Index head = 0; head < count; ++head) {
      const Tensor weights = all.rank() == 3 ? select(all, 0, head) : all;
      heads.push_back({count == 1 ? "attention" : text("layer ", layer, ", head ", head + 1),
                       slice(slice(weights, 0, 0, target), 1, 1, source + 1).clone()});
    }
  }
  return heads;
}
// [/heads]

Tensor mean_of(const std::vector<Head>& heads) {
  Tensor sum = heads.at(0).weights;
  for (std::size_t i = 1; i < heads.size(); ++i) sum = sum + heads[i].weights;
  return sum * (1 / static_cast<double>(heads.size()));
}

std::vector<Words> translations(TranslationModel& model, const Texts& texts, Index beam,
                                double length_penalty) {
  std::vector<Words> written;
  for (const Translation& translation :
       translate(model, texts.test_numbers.source, {.beam = beam, .length_penalty = length_penalty}))
    written.push_back(texts.target.decode(translation.tokens));
  return written;
}

std::vector<Words> references(const Texts& texts) {
  std::vector<Words> all;
  for (const SentencePair& pair : texts.test) all.push_back(pair.target);
  return all;
}

std::vector<std::string> lines_of(const std::vector<Words>& sentences) {
  std::vector<std::string> lines;
  for (const Words& words : sentences) lines.push_back(detokenize(words, Tokenizer::split));
  return lines;
}

double exact(TranslationModel& model, const Texts& texts) {
  return exact_matches(translations(model, texts), references(texts));
}

std::vector<Alignment> true_alignments() {
  return read_alignments("tutorials/corpus/english-german.heldout.align");
}

// [errors]
std::vector<double> alignment_errors(const TranslationModel& model, const Texts& texts,
                                     const std::vector<Alignment>& truth) {
  std::vector<AlignmentError> errors;
  for (std::size_t i = 0; i < texts.test.size(); ++i) {
    std::vector<Head> heads = heads_of(model, texts, texts.test[i]);
    if (heads.empty()) return {};
    heads.push_back({"mean", mean_of(heads)});
    errors.resize(heads.size());
    for (std::size_t head = 0; head < heads.size(); ++head)
      errors[head].add(strongest_links(heads[head].weights), truth[i]);
  }
  std::vector<double> rates;
  for (const AlignmentError& error : errors) rates.push_back(error.rate());
  return rates;
}
// [/errors]

double evenness(const Tensor& weights) {
  const Tensor rows = weights.contiguous();
  double entropy = 0, even = 0;
  for (Index i = 0; i < rows.size(0); ++i) {
    double sum = 0;
    for (Index j = 0; j < rows.size(1); ++j) sum += static_cast<double>(rows.data()[i * rows.size(1) + j]);
    for (Index j = 0; j < rows.size(1); ++j) {
      const double w = static_cast<double>(rows.data()[i * rows.size(1) + j]) / sum;
      if (w > 0) entropy -= w * std::log(w);
    }
    even += std::log(static_cast<double>(rows.size(1)));
  }
  return entropy / even;
}

}  // namespace heed
