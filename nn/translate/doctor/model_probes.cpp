#include "nn/translate/doctor/model_probes.h"

#include "autograd/operations/cross_entropy.h"
#include "nn/optim/optimizer.h"
#include "nn/text/ngrams.h"
#include "nn/training/token_scores.h"
#include "nn/translate/model_tables.h"
#include "tensor/elementwise.h"
#include "tensor/ground/format.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace heed {
namespace {

double loss_of(const Variable& logits, const Batch& batch) {
  return static_cast<double>(cross_entropy(logits, batch.target_out, {.ignore = Vocabulary::pad}).item());
}

Tensor logits_of(const Patient& patient, const Batch& batch) {
  const NoGrad guard;
  return patient.model().logits(batch).value();
}

double largest_difference(const Tensor& a, const Tensor& b) {
  return static_cast<double>(max(abs(a - b)).item());
}

// Rounding differs between batches; a leak changes logits by far more.
constexpr double same = 1e-3;

struct Lesson {
  double loss;
  Index steps;
  bool learned() const { return loss <= 0.1; }
};

Lesson learn_by_heart(const Settings& settings, const Batch& batch, double learning_rate) {
  Rng rng(1);
  const auto fresh = make_model(settings, rng);
  Adam adam(fresh->parameters(), learning_rate);
  Lesson lesson{0, 0};
  for (;; ++lesson.steps) {
    const Variable loss = cross_entropy(fresh->logits(batch), batch.target_out, {.ignore = Vocabulary::pad});
    lesson.loss = static_cast<double>(loss.item());
    if (lesson.learned() || lesson.steps == 300 || !std::isfinite(lesson.loss)) return lesson;
    adam.zero_grad();
    loss.backward();
    clip_gradient_norm(fresh->parameters(), 1);
    adam.step();
  }
}

}  // namespace

Finding probe_start(const Patient& patient) {
  Rng rng(1);
  const auto fresh = make_model(patient.model().settings(), rng);
  fresh->eval();
  const NoGrad guard;
  const Batch batch = patient.batch(32);
  const double loss = loss_of(fresh->logits(batch), batch);
  const Index words = patient.translator.target.size();
  const double guess = std::log(static_cast<double>(words));
  const bool ok = std::abs(loss - guess) < 1;
  return {ok ? Verdict::ok : Verdict::look, "start",
          text("a fresh model has a loss of ", decimals(loss, 2), "; guessing among ", words,
               " words is ln V = ", decimals(guess, 2)),
          ok ? "" : "it begins with wild opinions: smaller initial weights of the output layer would help"};
}

Finding probe_by_heart(const Patient& patient) {
  Settings settings = patient.model().settings();
  settings["dropout"] = "0";
  if (settings.contains("teacher_forcing")) settings["teacher_forcing"] = "1";
  const Batch batch = patient.batch(8);
  const double rate = model_table(settings.at("model")).learning_rate;
  Lesson lesson = learn_by_heart(settings, batch, rate);
  if (!lesson.learned())
    lesson = learn_by_heart(settings, batch, 10 * rate);  // small models need larger steps
  const bool ok = lesson.learned();
  return {ok ? Verdict::ok : Verdict::wrong, "by heart",
          text("a fresh model learns ", batch.source.rows, " pairs to a loss of ", decimals(lesson.loss, 2),
               " in ", lesson.steps, " steps"),
          ok ? "" : "what cannot be learned by heart cannot be learned: try --learning-rate or larger sizes"};
}

Finding probe_future(const Patient& patient) {
  const Tensor before = logits_of(patient, patient.batch(16));
  const Index seen = std::max(before.size(1) / 2, Index{1});  // <bos> and the words that stay
  EncodedPairs changed = patient.encoded;
  for (Tokens& target : changed.target) {
    for (Index t = seen; t < std::ssize(target); ++t)
      target[static_cast<std::size_t>(t)] = Vocabulary::unknown;
  }
  std::vector<Index> rows(static_cast<std::size_t>(before.size(0)));
  std::iota(rows.begin(), rows.end(), Index{0});
  const Tensor after = logits_of(patient, make_batch(changed, rows));
  const double change = largest_difference(slice(before, 1, 0, seen), slice(after, 1, 0, seen));
  const bool ok = change < same;
  return {ok ? Verdict::ok : Verdict::wrong, "future",
          text("other words from position ", seen, " on change the logits before it by ", exact(change)),
          ok ? ""
             : "the decoder sees the words that it must predict: check the causal mask, or the shift of the "
               "target"};
}

Finding probe_padding(const Patient& patient) {
  const auto shorter = [&](Index a, Index b) {
    return patient.encoded.source[static_cast<std::size_t>(a)].size() <
           patient.encoded.source[static_cast<std::size_t>(b)].size();
  };
  Index shortest = 0, longest = 0;
  for (Index i = 1; i < std::ssize(patient.pairs); ++i) {
    if (shorter(i, shortest)) shortest = i;
    if (shorter(longest, i)) longest = i;
  }
  const Batch alone = patient.single(shortest), together = make_batch(patient.encoded, {shortest, longest});
  const Index padding = together.source.columns - alone.source.columns;
  if (padding == 0)
    return {Verdict::not_examined, "padding", "all sentences are equally long",
            "give sentences of several lengths"};
  const Tensor beside = slice(slice(logits_of(patient, together), 0, 0, 1), 1, 0, alone.target_in.columns);
  const double change = largest_difference(logits_of(patient, alone), beside);
  const bool ok = change < same;
  return {
      ok ? Verdict::ok : Verdict::wrong, "padding",
      text(padding, padding == 1 ? " token" : " tokens", " of padding change the logits by ", exact(change)),
      ok ? "" : "padding is read: check the masks and lengths of the source"};
}

Finding probe_order(const Patient& patient) {
  Batch batch = patient.batch(16);
  const Tensor before = logits_of(patient, batch);
  for (Index row = 0; row < batch.source.rows; ++row) {
    Token* const first = batch.source.ids.data() + row * batch.source.columns;
    std::reverse(first + 1, first + batch.source_lengths[static_cast<std::size_t>(row)] - 1);
  }
  const double change = largest_difference(before, logits_of(patient, batch));
  const bool ok = change > 0.1;
  return {ok ? Verdict::ok : Verdict::wrong, "order",
          text("the source words in reverse change the logits by ", decimals(change, 2)),
          ok ? ""
             : "the model does not see the order of the words: positions are missing, or the source is not "
               "read at all"};
}

Finding probe_free(const Patient& patient) {
  TokenScores forced;
  {
    const NoGrad guard;
    for (const std::vector<Index>& indices : sorted_plan(patient.encoded.source, 64)) {
      const Batch batch = make_batch(patient.encoded, indices);
      forced.add(patient.model().logits(batch), batch.target_out);
    }
  }
  // The share of the reference's tokens that the model's own translation has.
  double found = 0, all = 0;
  const std::vector<Translation> translations = translate(patient.model(), patient.encoded.source);
  for (std::size_t i = 0; i < translations.size(); ++i) {
    const Tokens& reference = patient.encoded.target[i];
    const std::u32string ours(translations[i].tokens.begin(), translations[i].tokens.end()),
        theirs(reference.begin() + 1, reference.end());
    const NgramMatches matches = match_ngrams(ours, theirs, 1);
    found += static_cast<double>(matches.matched);
    all += static_cast<double>(matches.reference);
  }
  const double with_teacher = forced.per_token().accuracy, alone = found / all;
  const bool lost = with_teacher - alone > 0.15, poor = with_teacher < 0.3;
  return {poor   ? Verdict::look
          : lost ? Verdict::wrong
                 : Verdict::ok,
          "free",
          text(decimals(100 * with_teacher, 1),
               " % of the words are right after the correct previous words; its own "
               "translations have ",
               decimals(100 * alone, 1), " % of the reference's words"),
          poor ? "it has learned little of these pairs yet: more --epochs, more pairs, or pairs of the same "
                 "kind as in training"
          : lost
              ? "it relies on a teacher that it does not have: look at `future`; a GRU can be trained with "
                "--teacher-forcing 0.8"
              : ""};
}

}  // namespace heed
