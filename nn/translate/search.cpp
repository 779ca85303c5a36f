#include "nn/translate/search.h"

#include "autograd/watch/attention_watch.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>

namespace heed {
namespace {

constexpr Index shown_candidates = 5;
constexpr Scalar never =
    -std::numeric_limits<Scalar>::infinity();  // the log probability of what a rule forbids

double ranking(double log_probability, Index words, double penalty) {
  return log_probability / std::pow((5 + static_cast<double>(words)) / 6, penalty);
}

// sum over the source words of log min(1, attention): 0 if each has had an attention of 1 or more.
double coverage(const std::vector<std::vector<double>>& weights, Index source_length) {
  constexpr double least = 1e-3;
  double sum = 0;
  for (Index word = 1; word + 1 < source_length; ++word) {
    double attention = 0;
    for (const std::vector<double>& row : weights) attention += row[static_cast<std::size_t>(word)];
    sum += std::log(std::clamp(attention, least, 1.0));
  }
  return sum;
}

// A sentence during the search. Each growing hypothesis has a row of the decoder's state.
struct Sentence {
  Index index, source_length, max_length;
  std::vector<Translation> growing;
  std::vector<Translation> finished = {};  // the best `n_best`, the highest rank first
  Rng rng = Rng();                         // for sampling

  void finish(Translation hypothesis, const SearchOptions& options) {
    hypothesis.rank =
        ranking(hypothesis.log_probability, std::ssize(hypothesis.tokens), options.length_penalty);
    if (options.coverage_penalty > 0)
      hypothesis.rank += options.coverage_penalty * coverage(hypothesis.weights, source_length);
    const auto place = std::find_if(finished.begin(), finished.end(),
                                    [&](const Translation& other) { return hypothesis.rank > other.rank; });
    finished.insert(place, std::move(hypothesis));
    if (std::ssize(finished) > options.n_best) finished.pop_back();
  }
  // Whether a hypothesis that grows may still rank among the best finished ones. Its log probability can only
  // fall, so its rank is at most that of its present log p with the most favourable number of words: the
  // largest if the penalty is positive, because log p < 0, and the next one if it is negative. The coverage is at most 0.
  bool can_win(const Translation& hypothesis, const SearchOptions& options) const {
    if (std::ssize(finished) < options.n_best) return true;
    const Index words = options.length_penalty > 0 ? max_length : std::ssize(hypothesis.tokens) + 1;
    return ranking(hypothesis.log_probability, words, options.length_penalty) > finished.back().rank;
  }
};

// One decoder step for all rows. `weights` is undefined if it is not wanted.
struct StepResult {
  Tensor log_probabilities;  // (rows, words)
  Tensor weights;            // (rows, source time)
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

// What may follow a hypothesis.
struct NextWords {
  std::vector<Candidate> likeliest;
  std::vector<Choice> choices;  // the same with the hypothesis before them; in sampling, only the drawn word
};

// Each hypothesis can end in one way only, so of the best 2 beam continuations at least `beam` do not end.
NextWords next_words(Sentence& sentence, const StepResult& result, Index first_row, Index row,
                     const SearchOptions& options) {
  const Translation& hypothesis = sentence.growing[static_cast<std::size_t>(row)];
  const Index words = result.log_probabilities.size(1);
  const Scalar* logs = result.log_probabilities.data() + (first_row + row) * words;
  std::vector<Scalar> ruled;
  if (options.rules.any() || options.sampling) {
    ruled.assign(logs, logs + words);
    options.rules.apply(hypothesis.tokens, ruled);
    ruled[Vocabulary::pad] = ruled[Vocabulary::bos] = never;
    logs = ruled.data();
  }
  NextWords next{likeliest(logs, words, std::max(2 * options.beam, shown_candidates)), {}};
  std::erase_if(next.likeliest, [&](const Candidate& word) { return logs[word.token] == never; });
  const auto choose = [&](Token token) {
    next.choices.push_back({row, token, hypothesis.log_probability + static_cast<double>(logs[token])});
  };
  if (options.sampling) {
    choose(static_cast<Token>(sample(logs, words, *options.sampling, sentence.rng)));
  } else {
    for (const Candidate& word : next.likeliest) choose(word.token);
  }
  return next;
}

// The choices of all hypotheses as one list, the likeliest first.
std::vector<Choice> ranked(const std::vector<NextWords>& next) {
  std::vector<Choice> choices;
  for (const NextWords& words : next)
    choices.insert(choices.end(), words.choices.begin(), words.choices.end());
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
  std::vector<NextWords> next;
  for (Index row = 0; row < std::ssize(sentence.growing); ++row)
    next.push_back(next_words(sentence, result, first_row, row, options));
  const std::vector<Choice> choices = ranked(next);
  std::vector<Translation> growing;
  std::vector<Index> rows;
  for (Index rank = 0; rank < std::ssize(choices) && std::ssize(growing) < options.beam; ++rank) {
    const Choice& choice = choices[static_cast<std::size_t>(rank)];
    const bool ends = choice.token == Vocabulary::eos;
    if (ends && rank >= options.beam) continue;  // only the best `beam` choices may end a hypothesis
    const auto row = static_cast<std::size_t>(choice.row);
    Translation grown =
        extend(sentence.growing[row], choice, next[row].likeliest, result, first_row + choice.row);
    if (ends || std::ssize(grown.tokens) >= sentence.max_length) {
      sentence.finish(std::move(grown), options);
      if (options.beam == 1) break;
    } else {
      growing.push_back(std::move(grown));
      rows.push_back(choice.row);
    }
  }
  // The likeliest come first, so those that can no longer win are at the end.
  while (!growing.empty() && !sentence.can_win(growing.back(), options)) {
    growing.pop_back();
    rows.pop_back();
  }
  sentence.growing = std::move(growing);
  return rows;
}

std::vector<Sentence> begin_sentences(const std::vector<Index>& indices, const std::vector<Index>& lengths,
                                      const TranslationModel& model, const SearchOptions& options,
                                      const std::vector<std::uint64_t>& seeds) {
  std::vector<Sentence> sentences;
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const Index max_length = options.max_length ? options.max_length : 2 * lengths[i] + 10;
    sentences.push_back({indices[i], lengths[i], std::min(max_length, model.max_length()), {Translation{}}});
    if (options.sampling) sentences.back().rng = Rng(seeds[static_cast<std::size_t>(indices[i])]);
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
                     const std::vector<std::uint64_t>& seeds,
                     std::vector<std::vector<Translation>>& results) {
  std::vector<Index> lengths;
  for (const Index index : indices) lengths.push_back(std::ssize(sources[static_cast<std::size_t>(index)]));
  std::vector<Sentence> sentences = begin_sentences(indices, lengths, model, options, seeds);
  const auto state = model.start(pad_together(sources, indices), lengths);
  std::vector<Token> previous(sentences.size(), Vocabulary::bos);
  while (!sentences.empty()) {
    const StepResult result =
        run_step(model, *state, previous, options.weights || options.coverage_penalty > 0);
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
        results[static_cast<std::size_t>(sentence.index)] = std::move(sentence.finished);
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

static void check(const TranslationModel& model, const std::vector<Tokens>& sources,
                  const SearchOptions& options) {
  const auto range = [](const char* what, Index value, Index most) {
    if (value < 1 || value > most) fail("translate: ", what, " must be 1 to ", most, ", not ", value);
  };
  range("the beam", options.beam, max_beam);
  range("the number of translations, n_best,", options.n_best, options.beam);
  checked_size("translate", "the batch", options.batch, 1);
  checked_size("translate", "the maximum length", options.max_length);
  checked_size("translate", "the length of sequences that may not repeat", options.rules.no_repeat);
  if (!std::isfinite(options.length_penalty))
    fail("translate: the length penalty must be a number, not ", options.length_penalty);
  if (!(options.coverage_penalty >= 0 && std::isfinite(options.coverage_penalty)))
    fail("translate: the coverage penalty must be a number of 0 or greater, not ", options.coverage_penalty);
  if (options.sampling) {
    check(*options.sampling, "translate");
    if (options.beam != 1 || !options.rng)
      fail("translate: sampling needs a beam of 1 and random numbers, SearchOptions::rng");
  }
  for (const Tokens& source : sources) {  // before the first is translated
    if (std::ssize(source) > model.max_length()) {
      fail("translate: a sentence of ", source.size() - 2, " words; this model reads at most ",
           model.max_length() - 2);
    }
  }
}

std::vector<std::vector<Translation>> translate_n_best(TranslationModel& model,
                                                       const std::vector<Tokens>& sources,
                                                       const SearchOptions& options) {
  check(model, sources, options);
  const NoGrad guard;
  const bool was_training = model.is_training();
  model.eval();
  std::vector<std::uint64_t> seeds;
  if (options.sampling)
    std::generate_n(std::back_inserter(seeds), sources.size(), [&] { return options.rng->bits(); });
  std::vector<std::vector<Translation>> results(sources.size());
  for (const std::vector<Index>& indices : sorted_plan(sources, options.batch)) {
    translate_batch(model, sources, indices, options, seeds, results);
  }
  model.train(was_training);
  return results;
}

std::vector<Translation> translate(TranslationModel& model, const std::vector<Tokens>& sources,
                                   const SearchOptions& options) {
  std::vector<Translation> best;
  for (std::vector<Translation>& translations : translate_n_best(model, sources, options))
    best.push_back(std::move(translations.front()));
  return best;
}

}  // namespace heed
