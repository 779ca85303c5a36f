#include "nn/translate/search.h"

#include "autograd/watch/attention_watch.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

namespace heed {
namespace {

constexpr Index shown_candidates = 5;

double ranking(double log_probability, Index words, double penalty) {
  return log_probability / std::pow((5 + static_cast<double>(words)) / 6, penalty);
}

// A sentence during the search. Each growing hypothesis has a row of the decoder's state.
struct Sentence {
  Index index, max_length;
  std::vector<Translation> growing;
  Translation best = {};  // of the finished hypotheses; without tokens until one is finished
  double best_rank = -std::numeric_limits<double>::infinity();

  void finish(Translation hypothesis, double penalty) {
    const double rank = ranking(hypothesis.log_probability, std::ssize(hypothesis.tokens), penalty);
    if (!best.tokens.empty() && !(rank > best_rank)) return;
    best = std::move(hypothesis);
    best_rank = rank;
  }
  // Whether a hypothesis that grows may still rank above the best finished one. Its log probability can only
  // fall, so its rank is at most that of its present log p with the most favourable number of words: the
  // largest if the penalty is positive, because log p < 0, and the next one if it is negative.
  bool can_win(const Translation& hypothesis, double penalty) const {
    const Index words = penalty > 0 ? max_length : std::ssize(hypothesis.tokens) + 1;
    return best.tokens.empty() || ranking(hypothesis.log_probability, words, penalty) > best_rank;
  }
};

// One decoder step for all rows. `weights` is undefined if it is not wanted.
struct StepResult {
  Tensor log_probabilities;  // (rows, words)
  Tensor weights;            // (rows, source time)
  const Scalar* log_row(Index row) const {
    return log_probabilities.data() + row * log_probabilities.size(1);
  }
  std::vector<double> weights_row(Index row) const {
    const Scalar* const begin = weights.data() + row * weights.size(1);
    return {begin, begin + weights.size(1)};
  }
};

// A hypothesis with one more word: the hypothesis of `row` (of the sentence) and then `token`.
struct Choice {
  Index row;
  Token token;
  double log_probability;
};

// The weights (rows, source time) of the last attention in a step, averaged over the heads. Undefined if the
// step ran no attention.
Tensor source_weights(const AttentionWatch& watch) {
  if (watch.calls().empty()) return {};
  const Tensor weights = squeeze(watch.calls().back().weights(), -2);  // of the only query
  return (weights.rank() == 3 ? mean(weights, 1) : weights).contiguous();
}

StepResult run_step(const TranslationModel& model, DecoderState& state, const std::vector<Token>& previous,
                    bool with_weights) {
  std::optional<AttentionWatch> watch;
  if (with_weights) watch.emplace();
  const Tensor log_probabilities = log_softmax(model.step(state, previous));
  return {log_probabilities, watch ? source_weights(*watch) : Tensor()};
}

// For each hypothesis of a sentence, its likeliest next words. Each hypothesis can end in one way only, so of
// the best 2 beam continuations at least `beam` do not end.
std::vector<std::vector<Candidate>> next_words(const Sentence& sentence, const StepResult& result,
                                               Index first_row, Index beam) {
  std::vector<std::vector<Candidate>> next;
  for (Index row = 0; row < std::ssize(sentence.growing); ++row) {
    next.push_back(likeliest(result.log_row(first_row + row), result.log_probabilities.size(1),
                             std::max(2 * beam, shown_candidates)));
  }
  return next;
}

// The same as one list, the likeliest hypothesis first.
std::vector<Choice> ranked(const std::vector<std::vector<Candidate>>& next, const Sentence& sentence,
                           const StepResult& result, Index first_row) {
  std::vector<Choice> choices;
  for (std::size_t row = 0; row < next.size(); ++row) {
    const Scalar* const logs = result.log_row(first_row + static_cast<Index>(row));
    for (const Candidate& word : next[row]) {
      choices.push_back({static_cast<Index>(row), word.token,
                         sentence.growing[row].log_probability + static_cast<double>(logs[word.token])});
    }
  }
  std::stable_sort(choices.begin(), choices.end(), [](const Choice& one, const Choice& other) {
    return one.log_probability > other.log_probability;
  });
  return choices;
}

// `candidates` are the likeliest words at this step; the first of them are kept to be shown.
Translation extend(const Translation& hypothesis, const Choice& choice,
                   const std::vector<Candidate>& candidates, const StepResult& result, Index row) {
  Translation grown = hypothesis;
  grown.tokens.push_back(choice.token);
  grown.log_probability = choice.log_probability;
  const auto shown = std::min<std::ptrdiff_t>(std::ssize(candidates), shown_candidates);
  grown.candidates.emplace_back(candidates.begin(), candidates.begin() + shown);
  if (result.weights.defined()) grown.weights.push_back(result.weights_row(row));
  return grown;
}

// Chooses the next words of a sentence, whose hypotheses are the rows from `first_row` on. Returns, for
// each hypothesis that continues, the row of the sentence that it comes from.
std::vector<Index> advance(Sentence& sentence, const StepResult& result, Index first_row,
                           const SearchOptions& options) {
  const auto next = next_words(sentence, result, first_row, options.beam);
  const std::vector<Choice> choices = ranked(next, sentence, result, first_row);
  std::vector<Translation> growing;
  std::vector<Index> rows;
  for (Index rank = 0; rank < std::ssize(choices) && std::ssize(growing) < options.beam; ++rank) {
    const Choice& choice = choices[static_cast<std::size_t>(rank)];
    const bool ends = choice.token == Vocabulary::eos;
    if (ends && rank >= options.beam) continue;  // only the best `beam` choices may end a hypothesis
    const auto row = static_cast<std::size_t>(choice.row);
    Translation grown = extend(sentence.growing[row], choice, next[row], result, first_row + choice.row);
    if (ends || std::ssize(grown.tokens) >= sentence.max_length) {
      sentence.finish(std::move(grown), options.length_penalty);
      if (options.beam == 1) break;
    } else {
      growing.push_back(std::move(grown));
      rows.push_back(choice.row);
    }
  }
  // The likeliest come first, so those that can no longer win are at the end.
  while (!growing.empty() && !sentence.can_win(growing.back(), options.length_penalty)) {
    growing.pop_back();
    rows.pop_back();
  }
  sentence.growing = std::move(growing);
  return rows;
}

std::vector<Sentence> begin_sentences(const std::vector<Index>& indices, const std::vector<Index>& lengths,
                                      const TranslationModel& model, const SearchOptions& options) {
  std::vector<Sentence> sentences;
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const Index max_length = options.max_length ? options.max_length : 2 * lengths[i] + 10;
    sentences.push_back({indices[i], std::min(max_length, model.max_length()), {Translation{}}});
  }
  return sentences;
}

bool is_identity(const std::vector<Index>& rows, Index count) {
  if (std::ssize(rows) != count) return false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] != static_cast<Index>(i)) return false;
  }
  return true;
}

void translate_batch(const TranslationModel& model, const std::vector<Tokens>& sources,
                     const std::vector<Index>& indices, const SearchOptions& options,
                     std::vector<Translation>& results) {
  std::vector<Index> lengths;
  for (const Index index : indices) lengths.push_back(std::ssize(sources[static_cast<std::size_t>(index)]));
  std::vector<Sentence> sentences = begin_sentences(indices, lengths, model, options);
  const auto state = model.start(pad_together(sources, indices), lengths);
  std::vector<Token> previous(sentences.size(), Vocabulary::bos);
  while (!sentences.empty()) {
    const StepResult result = run_step(model, *state, previous, options.weights);
    std::vector<Index> rows;  // for each row of the next step, the row of this step that it continues
    previous.clear();
    Index first_row = 0;
    for (Sentence& sentence : sentences) {
      const Index count = std::ssize(sentence.growing);
      for (const Index row : advance(sentence, result, first_row, options)) {
        rows.push_back(first_row + row);
      }
      for (const Translation& hypothesis : sentence.growing) previous.push_back(hypothesis.tokens.back());
      first_row += count;
      if (sentence.growing.empty()) {
        results[static_cast<std::size_t>(sentence.index)] = std::move(sentence.best);
      }
    }
    std::erase_if(sentences, [](const Sentence& sentence) { return sentence.growing.empty(); });
    if (!rows.empty() && !is_identity(rows, first_row)) state->reorder(rows);
  }
}

}  // namespace

std::vector<Candidate> likeliest(const Scalar* log_probabilities, Index words, Index count) {
  checked_size("likeliest", "the number of words", words);
  checked_size("likeliest", "the number of tokens wanted", count, 1);
  const Scalar* const row = log_probabilities;
  const auto better = [row](Index i, Index j) { return row[i] > row[j] || (row[i] == row[j] && i < j); };
  std::vector<Index> best;  // sorted
  for (Index i = 0; i < words; ++i) {
    if (i == Vocabulary::pad || i == Vocabulary::bos) continue;
    if (std::ssize(best) == count && !better(i, best.back())) continue;
    best.insert(std::upper_bound(best.begin(), best.end(), i, better), i);
    if (std::ssize(best) > count) best.pop_back();
  }
  std::vector<Candidate> candidates;
  for (const Index i : best)
    candidates.push_back({static_cast<Token>(i), std::exp(static_cast<double>(row[i]))});
  return candidates;
}

std::vector<Translation> translate(TranslationModel& model, const std::vector<Tokens>& sources,
                                   const SearchOptions& options) {
  if (options.beam < 1 || options.beam > max_beam)
    fail("translate: the beam must be 1 to ", max_beam, ", not ", options.beam);
  checked_size("translate", "the batch", options.batch, 1);
  checked_size("translate", "the maximum length", options.max_length);
  if (!std::isfinite(options.length_penalty))
    fail("translate: the length penalty must be a number, not ", options.length_penalty);
  for (const Tokens& source : sources) {  // before the first is translated
    if (std::ssize(source) > model.max_length()) {
      fail("translate: a sentence of ", source.size() - 2, " words; this model reads at most ",
           model.max_length() - 2);
    }
  }
  const NoGrad guard;
  const bool was_training = model.is_training();
  model.eval();
  std::vector<Translation> results(sources.size());
  for (const std::vector<Index>& indices : sorted_plan(sources, options.batch)) {
    translate_batch(model, sources, indices, options, results);
  }
  model.train(was_training);
  return results;
}

}  // namespace heed
