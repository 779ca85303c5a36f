// The two translation models: compared with PyTorch, and properties that both must have.
#include "autograd/gradient_check.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/watch/attention_watch.h"
#include "nn/translate/gru_model.h"
#include "nn/translate/model_tables.h"
#include "nn/translate/transformer_model.h"
#include "nn/translate/translation_model.h"
#include "tensor/elementwise.h"
#include "tensor/ground/threads.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/golden.h"
#include "tests/nn/helpers.h"
#include "tests/nn/translate/models.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace heed;
using namespace heed::testing;

namespace {

Batch batch_of(const Golden& golden) {
  return {golden.tokens("source"), golden.integers("lengths"), golden.tokens("target_in"),
          golden.tokens("target_out"), 0};
}

void check_model(const std::string& name, TranslationModel& model) {
  Golden golden("models", name);
  golden.load(model);
  const Batch batch = batch_of(golden);
  const Variable logits = model.logits(batch);
  golden.check({{"logits", logits},
                {"loss", cross_entropy(logits, batch.target_out, {.ignore = 0, .smoothing = 0.1})}});
}

// Three sentence pairs of different lengths on both sides.
EncodedPairs pairs() {
  return {{{2, 4, 5, 6, 7, 3}, {2, 8, 3}, {2, 7, 5, 4, 3}}, {{2, 4, 5, 3}, {2, 6, 5, 4, 7, 3}, {2, 7, 3}}};
}

// The calls of attention while the model scores the batch; one for each sequence.
std::vector<AttentionCall> attention_of(const TranslationModel& model, const Batch& batch) {
  const NoGrad only_values;
  const AttentionWatch watch;
  model.logits(batch);
  return watch.joined();
}

std::vector<Tensor> logits_and_gradients(TranslationModel& model, const Batch& batch) {
  const Variable logits = model.logits(batch);
  const Variable loss = cross_entropy(logits, batch.target_out, {.ignore = 0});
  std::vector<Tensor> all = parameter_gradients(model, loss, scalar(1));
  all.push_back(logits.value());
  return all;
}

}  // namespace

TEST_CASE("golden: the recurrent model, additive, bilinear and scaled, and without attention", "[golden]") {
  Rng rng(1);
  GRUModelOptions o{.source_words = 9, .target_words = 8, .embedding = 3, .hidden = 4, .dropout = 0};
  GRUModel additive(o, rng);
  check_model("gru_additive", additive);

  o.attention = "scaled";
  GRUModel scaled(o, rng);
  check_model("gru_scaled_narrowed", scaled);

  o.attention = "general";
  o.layers = 2;
  GRUModel general(o, rng);
  check_model("gru_general_2_layers", general);

  o.attention = "none";
  o.layers = 1;
  o.bidirectional = o.readout = false;
  GRUModel plain(o, rng);
  check_model("gru_without_attention", plain);
}

TEST_CASE("golden: the Transformer, post-norm with sinusoids, pre-norm with learned positions", "[golden]") {
  Rng rng(1);
  TransformerModelOptions o{
      .source_words = 9,
      .target_words = 8,
      .transformer = {.size = 4, .heads = 2, .layers = 2, .feed_forward = 5, .dropout = 0},
      .max_length = 6};
  TransformerModel post(o, rng);
  check_model("transformer_post", post);

  o.transformer.pre_norm = true;
  o.transformer.nonlinearity = Nonlinearity::gelu;
  o.positions = PositionKind::learned;
  TransformerModel pre(o, rng);
  check_model("transformer_pre", pre);
}

#ifdef HEED_DOUBLE
TEST_CASE("models: gradients are the derivatives, for every parameter of both models", "[gradients]") {
  Rng rng(2);
  // Targets of one length, because the embedding of <pad> has a derivative but no gradient.
  const EncodedPairs even{{{2, 4, 5, 6, 3}, {2, 8, 3}}, {{2, 4, 5, 3}, {2, 6, 7, 3}}};
  for (const NamedModel& named : small_models(rng)) {
    TranslationModel& model = *named.model;
    const Batch batch = make_batch(even, {0, 1});
    const GradientReport report =
        check_gradients([&](const auto&) { return model.logits(batch); }, model.parameters(), rng);
    INFO(named.name << ": " << report.text);
    // Choosing has no derivative: hard attention's gradient is an estimate.
    CHECK(report.passed == (named.name != "gru hard"));
    CHECK(report.compared == model.parameter_count());
  }
}
#endif

TEST_CASE("models: every parameter is registered and gets a gradient", "[models]") {
  Rng rng(3);
  for (const NamedModel& named : small_models(rng)) {
    TranslationModel& model = *named.model;
    const Variable logits = model.logits(make_batch(pairs(), {0, 1, 2}));
    CHECK(unregistered_parameters(logits, model).empty());
    logits.backward(random_normal(logits.shape(), rng));
    for (const auto& [name, variable] : model.named_parameters()) {
      INFO(named.name << ": " << name);
      CHECK(variable.grad().defined());
    }
  }
}

TEST_CASE("models: a sentence has the same logits alone and in a batch with longer sentences", "[models]") {
  Rng rng(4);
  for (const NamedModel& named : small_models(rng)) {
    const TranslationModel& model = *named.model;
    const Tensor together = model.logits(make_batch(pairs(), {0, 1, 2})).value();
    for (Index row = 0; row < 3; ++row) {
      const Tensor alone = model.logits(make_batch(pairs(), {row})).value();
      check_close(named.name, slice(slice(together, 0, row, row + 1), 1, 0, alone.size(1)), alone);
    }
  }
}

TEST_CASE("models: a permutation of the batch permutes the logits and does not change the gradients",
          "[models]") {
  Rng rng(5);
  for (const NamedModel& named : small_models(rng)) {
    const auto one = logits_and_gradients(*named.model, make_batch(pairs(), {0, 1, 2})),
               other = logits_and_gradients(*named.model, make_batch(pairs(), {2, 0, 1}));
    for (std::size_t i = 0; i + 1 < one.size(); ++i) check_close(named.name, other[i], one[i]);
    const Index from[] = {2, 0, 1};
    for (Index row = 0; row < 3; ++row)
      check_close(named.name, select(other.back(), 0, row), select(one.back(), 0, from[row]));
  }
}

TEST_CASE("models: logits do not depend on later words", "[models]") {
  Rng rng(6);
  for (const NamedModel& named : small_models(rng)) {
    Batch batch = make_batch(pairs(), {1});
    const Tensor before = named.model->logits(batch).value();
    for (Index t = 1; t < batch.target_in.columns; ++t) {
      INFO(named.name << ", word " << t);
      Batch other = batch;
      other.target_in(0, t) = batch.target_in(0, t) == 4 ? 5 : 4;
      const Tensor after = named.model->logits(other).value();
      check_same("before", slice(after, 1, 0, t), slice(before, 1, 0, t));
      CHECK_FALSE(all_close(select(after, 1, t), select(before, 1, t)));
    }
  }
}

TEST_CASE("models: decoding word by word gives the logits of the whole sentence", "[models]") {
  Rng rng(7);
  const NoGrad only_values;
  for (const NamedModel& named : small_models(rng)) {
    const Batch batch = make_batch(pairs(), {0, 1, 2});
    const Tensor whole = named.model->logits(batch).value();
    const std::vector<AttentionCall> calls = attention_of(*named.model, batch);
    const auto state = named.model->start(batch.source, batch.source_lengths);
    for (Index t = 0; t < batch.target_in.columns; ++t) {
      std::vector<Token> last;
      for (Index row = 0; row < 3; ++row) last.push_back(batch.target_in(row, t));
      const AttentionWatch watch;
      check_close(named.name, named.model->step(*state, last), select(whole, 1, t));
      REQUIRE(watch.calls().empty() == calls.empty());
      if (calls.empty()) continue;
      // The last attention of a step is the last attention of the whole: over the source.
      const Tensor weights = watch.calls().back().weights(), expected = calls.back().weights();
      check_close(named.name, squeeze(weights, -2), select(expected, -2, t));
    }
  }
}

TEST_CASE("models: a decoder state of a different model is an error", "[models]") {
  Rng rng(14);
  const NoGrad only_values;
  const std::vector<NamedModel> models = small_models(rng), same_kinds = small_models(rng);
  const Batch batch = make_batch(pairs(), {0, 1, 2});
  for (std::size_t i = 0; i < models.size(); ++i) {
    const TranslationModel& model = *models[i].model;
    // Of a different kind, and of the same kind with different parameters.
    for (const TranslationModel* other :
         {models[(i + 4) % models.size()].model.get(), same_kinds[i].model.get()}) {
      INFO(models[i].name);
      const auto state = other->start(batch.source, batch.source_lengths);
      CHECK(error_of([&] {
              model.step(*state, {2, 2, 2});
            }) ==
            "step: the decoder state belongs to a different model; pass a state from start() of the same "
            "model");
      CHECK_NOTHROW(other->step(*state, {2, 2, 2}));
    }
  }
}

TEST_CASE("models: rows of a decoder state can be dropped, repeated and exchanged", "[models]") {
  Rng rng(8);
  const NoGrad only_values;
  for (const NamedModel& named : small_models(rng)) {
    const Batch batch = make_batch(pairs(), {0, 1, 2});
    const auto plain = named.model->start(batch.source, batch.source_lengths),
               mixed = named.model->start(batch.source, batch.source_lengths);
    named.model->step(*plain, {2, 2, 2});
    named.model->step(*mixed, {2, 2, 2});
    const std::vector<Index> rows{2, 0, 0, 1};
    mixed->reorder(rows);
    const Tensor expected = named.model->step(*plain, {4, 5, 6});
    const Tensor scores = named.model->step(*mixed, {6, 4, 4, 5});
    for (std::size_t i = 0; i < rows.size(); ++i)
      check_close(named.name, select(scores, 0, static_cast<Index>(i)), select(expected, 0, rows[i]));
  }
}

TEST_CASE("models: attention weights are a distribution over the source words", "[models]") {
  Rng rng(9);
  for (const NamedModel& named : small_models(rng)) {
    const Batch batch = make_batch(pairs(), {0, 1});
    const std::vector<AttentionCall> calls = attention_of(*named.model, batch);
    for (const AttentionCall& call : calls) {
      INFO(named.name << ": " << call.path);
      const Tensor weights = call.weights(), total = sum(weights, -1);
      // The padding of a short sentence may be too far from all its words for local attention.
      const Tensor visible =
          call.mask.defined() ? max(expand(call.mask, weights.shape()), -1) : ones(total.shape());
      check_close("sum", total, visible);
      const bool of_targets = call.path.starts_with("decoder") && call.path.ends_with("self_attention");
      if (of_targets) continue;
      const Tensor padding = slice(select(weights, 0, 1), -1, 3, 6);
      CHECK(all_equal(padding, zeros(padding.shape())));
    }
    CHECK(calls.empty() == (named.name == "gru none"));
  }
}

namespace {

// The weights of one head, computed again from what they were computed from, number by number. All tensors
// are (rows, columns); the mask hides where it is 0.
std::vector<double> weights_again(const AttentionCall& inside, const Tensor& q, const Tensor& k,
                                  const Tensor& mask) {
  const auto at = [](const Tensor& x, Index row, Index column) {
    return static_cast<double>(select(select(x, 0, row), 0, column).item());
  };
  std::vector<double> all;
  for (Index i = 0; i < q.size(0); ++i) {
    std::vector<double> row;
    for (Index j = 0; j < k.size(0); ++j) {
      double score = 0;
      for (Index c = 0; c < q.size(1); ++c) {
        score += inside.direction.defined() ? static_cast<double>(select(inside.direction, 0, c).item()) *
                                                  std::tanh(at(q, i, c) + at(k, j, c))
                                            : at(q, i, c) * at(k, j, c) * inside.scale;
      }
      row.push_back(at(mask, i, j) == 0 ? 0 : std::exp(score));
    }
    const double total = std::accumulate(row.begin(), row.end(), 0.0);
    const auto best = std::max_element(row.begin(), row.end());
    for (auto w = row.begin(); w != row.end(); ++w)
      all.push_back(inside.hard ? w == best : total == 0 ? 0 : *w / total);
  }
  return all;
}

}  // namespace

TEST_CASE("models: all attention weights follow from the announced formula", "[models]") {
  Rng rng(13);
  // Scores are sums of at most 5 products of numbers of about 1, and exp() passes their absolute error on.
  const double tolerance = 100 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
  for (const NamedModel& named : small_models(rng)) {
    for (const AttentionCall& call : attention_of(*named.model, make_batch(pairs(), {0, 1}))) {
      // The biases of ALiBi are in no formula.
      const bool biased = named.name == "transformer alibi" && call.path.ends_with("self_attention");
      CHECK((call.formula == ScoreFormula::unknown) == biased);
      if (biased) continue;
      const Tensor weights = call.weights();
      const Tensor mask = call.mask.defined() ? expand(call.mask, weights.shape()) : ones(weights.shape());
      const Index heads = weights.rank() == 4 ? weights.size(1) : 1;
      for (Index row = 0; row < 2; ++row) {
        for (Index head = 0; head < heads; ++head) {
          INFO(named.name << ": " << call.path << ", sentence " << row << ", head " << head);
          const auto one = [&](const Tensor& x) {
            const Tensor sentence = select(x, 0, row);
            return sentence.rank() == 3 ? select(sentence, 0, head) : sentence;
          };
          const std::vector<double> again = weights_again(call, one(call.q), one(call.k), one(mask));
          const std::vector<Scalar> shown = one(weights).to_vector();
          REQUIRE(again.size() == shown.size());
          double error = 0;
          for (std::size_t i = 0; i < again.size(); ++i)
            error = std::max(error, std::abs(again[i] - static_cast<double>(shown[i])));
          CHECK(error <= tolerance);
          CHECK(one(call.v).size(0) == one(call.k).size(0));
        }
      }
    }
  }
}

TEST_CASE("models: one thread and four give the same bits, forward and backward", "[models]") {
  const int before = thread_count();
  Rng rng(10);
  for (const NamedModel& named : small_models(rng, 0.2, 48)) {
    const EncodedPairs some = random_pairs(24, rng);
    std::vector<Index> all(24);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Index>(i);
    const Batch batch = make_batch(some, all);
    const std::string dice = rng.save();
    std::vector<std::vector<Tensor>> results;
    for (int threads : {1, 4}) {
      set_thread_count(threads);
      rng.restore(dice);
      results.push_back(logits_and_gradients(*named.model, batch));
    }
    for (std::size_t i = 0; i < results[0].size(); ++i) check_same(named.name, results[0][i], results[1][i]);
  }
  set_thread_count(before);
}

TEST_CASE("models: make_model(settings()) makes the same kind of model", "[models]") {
  Rng rng(11);
  for (const NamedModel& named : small_models(rng)) {
    const auto other = make_model(named.model->settings(), rng);
    other->load_state_dict(named.model->state_dict());
    CHECK(other->settings() == named.model->settings());
    const Batch batch = make_batch(pairs(), {0, 1, 2});
    other->eval();
    named.model->eval();
    check_same(named.name, other->logits(batch).value(), named.model->logits(batch).value());
  }
}

TEST_CASE("models: teacher forcing of less than one feeds predicted words, but not in evaluation",
          "[models]") {
  Rng rng(12);
  GRUModelOptions o{.source_words = 9, .target_words = 9, .embedding = 3, .hidden = 4, .dropout = 0};
  GRUModel forced(o, rng);
  o.teacher_forcing = 0;
  GRUModel free(o, rng);
  shuffle_parameters(forced, rng);
  free.load_state_dict(forced.state_dict());
  const Batch batch = make_batch(pairs(), {0, 1, 2});
  const Tensor with_help = forced.logits(batch).value(), alone = free.logits(batch).value();
  check_close("first word", select(alone, 1, 0), select(with_help, 1, 0));

  // Without teacher forcing the decoder gets its own words: the same as a target of these words.
  Batch own = batch;
  const std::vector<Index> chosen = argmax(alone);
  for (Index row = 0; row < 3; ++row) {
    for (Index t = 1; t < own.target_in.columns; ++t)
      own.target_in(row, t) =
          static_cast<Token>(chosen[static_cast<std::size_t>(row * own.target_in.columns + t - 1)]);
  }
  check_close("own words", alone, forced.logits(own).value());
  CHECK_FALSE(all_close(alone, with_help));
  free.eval();
  check_same("evaluation", free.logits(batch).value(), with_help);
}

TEST_CASE("models: tied weights are the same parameter, and sizes that differ are an error", "[models]") {
  Rng rng(1);
  for (const NamedModel& named : small_models(rng)) {
    INFO(named.name);
    std::vector<std::pair<std::string, std::string>> expected;
    if (named.name == "gru tied")
      expected = {{"target_embedding.weight", "source_embedding.weight"},
                  {"output.weight", "source_embedding.weight"}};
    if (named.name == "transformer tied") expected = {{"output.weight", "target_embedding.weight"}};
    CHECK(named.model->shared_names() == expected);
  }
  GRUModelOptions options{
      .source_words = 9, .target_words = 8, .embedding = 3, .hidden = 4, .tied = Tied::all};
  CHECK_THROWS_WITH(GRUModel(options, rng),
                    Catch::Contains("the embeddings of 9 source words and 8 target words"));
  options.tied = Tied::output;
  CHECK_NOTHROW(GRUModel(options, rng));
  options.readout = false;  // the output reads states of size 4
  CHECK_THROWS_WITH(GRUModel(options, rng), Catch::Contains("the output reads vectors of size 4"));
}
