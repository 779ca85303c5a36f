#include "nn/translate/search.h"

#include "autograd/watch/attention_watch.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace heed {
namespace {

double ranking(const Translation& hypothesis, double penalty) {
  return hypothesis.log_probability /
         std::pow((5 + static_cast<double>(hypothesis.tokens.size())) / 6, penalty);
}

// A sentence under way: the hypotheses still growing, each with the decoder's row that holds it, and the
// finished ones.
struct Sentence {
  Index index, longest;
  std::vector<Translation> growing, finished;
};

// The next word's choice for one sentence. `log_probabilities` and `weights` begin at its first row.
// Returns, for each hypothesis that goes on, which of the sentence's rows it continues.
std::vector<Index> advance(Sentence& sentence, const Scalar* log_probabilities, Index words,
                           const Scalar* weights, Index keys, const SearchOptions& options) {
  struct Option {
    Index row;
    Token token;
    double log_probability;
  };
  std::vector<Option> choices;
  std::vector<std::vector<Candidate>> candidates;
  const Index wanted = std::max(2 * options.beam, Index{5});
  for (std::size_t row = 0; row < sentence.growing.size(); ++row) {
    const Scalar* const scores = log_probabilities + static_cast<Index>(row) * words;
    std::vector<Candidate> best = likeliest(scores, words, wanted);
    for (const Candidate& candidate : best) {
      choices.push_back(
          {static_cast<Index>(row), candidate.token,
           sentence.growing[row].log_probability + static_cast<double>(scores[candidate.token])});
    }
    best.resize(std::min(best.size(), std::size_t{5}));
    candidates.push_back(std::move(best));
  }
  std::stable_sort(choices.begin(), choices.end(),
                   [](const Option& a, const Option& b) { return a.log_probability > b.log_probability; });

  std::vector<Translation> going_on;
  std::vector<Index> rows;
  for (std::size_t rank = 0; rank < choices.size() && static_cast<Index>(going_on.size()) < options.beam;
       ++rank) {
    const Option& choice = choices[rank];
    const bool ends = choice.token == Vocabulary::eos;
    if (ends && static_cast<Index>(rank) >= options.beam)
      continue;  // an ending counts only among the best `beam` choices
    Translation grown = sentence.growing[static_cast<std::size_t>(choice.row)];
    grown.tokens.push_back(choice.token);
    grown.log_probability = choice.log_probability;
    grown.candidates.push_back(candidates[static_cast<std::size_t>(choice.row)]);
    if (weights) grown.weights.emplace_back(weights + choice.row * keys, weights + (choice.row + 1) * keys);
    if (ends || static_cast<Index>(grown.tokens.size()) >= sentence.longest) {
      sentence.finished.push_back(std::move(grown));
      if (options.beam == 1) break;
    } else {
      going_on.push_back(std::move(grown));
      rows.push_back(choice.row);
    }
  }
  if (static_cast<Index>(sentence.finished.size()) >= options.beam) {
    going_on.clear();
    rows.clear();
  }
  sentence.growing = std::move(going_on);
  return rows;
}

// The weights (rows, source time) of the last attention in a step, averaged over the heads; undefined if the
// step ran no attention.
Tensor source_weights(const AttentionWatch& watch) {
  if (watch.calls().empty()) return {};
  const Tensor weights = squeeze(watch.calls().back().weights(), -2);  // of the only query
  return (weights.rank() == 3 ? mean(weights, 1) : weights).contiguous();
}

void translate_batch(const TranslationModel& model, const std::vector<Tokens>& sources,
                     const std::vector<Index>& indices, const SearchOptions& options,
                     std::vector<Translation>& results) {
  std::vector<Index> lengths;
  std::vector<Sentence> open;
  for (Index index : indices) {
    const Index length = static_cast<Index>(sources[static_cast<std::size_t>(index)].size());
    lengths.push_back(length);
    if (length > model.longest()) {
      fail("translate: a sentence of ", length - 2, " words; this model reads at most ", model.longest() - 2);
    }
    const Index longest = options.longest ? options.longest : 2 * length + 10;
    open.push_back({index, std::min(longest, model.longest()), {Translation{}}, {}});
  }
  const auto state = model.start(pad_together(sources, indices), lengths);
  std::vector<Token> last(open.size(), Vocabulary::bos);
  while (!open.empty()) {
    std::optional<AttentionWatch> watch;
    if (options.weights) watch.emplace();
    const Tensor scores = log_softmax(model.step(*state, last));
    const Tensor weights = watch ? source_weights(*watch) : Tensor();
    const Index words = scores.size(1), keys = weights.defined() ? weights.size(1) : 0;
    std::vector<Index> rows;
    last.clear();
    Index first_row = 0;
    for (Sentence& sentence : open) {
      const Index count = static_cast<Index>(sentence.growing.size());
      for (Index row :
           advance(sentence, scores.data() + first_row * words, words,
                   weights.defined() ? weights.data() + first_row * keys : nullptr, keys, options)) {
        rows.push_back(first_row + row);
      }
      for (const Translation& hypothesis : sentence.growing) last.push_back(hypothesis.tokens.back());
      first_row += count;
      if (!sentence.growing.empty()) continue;
      const auto best = std::max_element(
          sentence.finished.begin(), sentence.finished.end(), [&](const auto& a, const auto& b) {
            return ranking(a, options.length_penalty) < ranking(b, options.length_penalty);
          });
      results[static_cast<std::size_t>(sentence.index)] = std::move(*best);
    }
    std::erase_if(open, [](const Sentence& sentence) { return sentence.growing.empty(); });
    bool same = static_cast<Index>(rows.size()) == first_row;
    for (std::size_t i = 0; i < rows.size() && same; ++i) same = rows[i] == static_cast<Index>(i);
    if (!same && !rows.empty()) state->reorder(rows);
  }
}

}  // namespace

std::vector<Candidate> likeliest(const Scalar* log_probabilities, Index words, Index count) {
  const Scalar* const row = log_probabilities;
  const auto better = [row](Index a, Index b) { return row[a] > row[b] || (row[a] == row[b] && a < b); };
  std::vector<Index> best;
  for (Index i = 0; i < words; ++i) {
    if (i == Vocabulary::pad || i == Vocabulary::bos) continue;
    if (static_cast<Index>(best.size()) == count && !better(i, best.back())) continue;
    best.insert(std::upper_bound(best.begin(), best.end(), i, better), i);
    if (static_cast<Index>(best.size()) > count) best.pop_back();
  }
  std::vector<Candidate> candidates;
  for (Index i : best) candidates.push_back({static_cast<Token>(i), std::exp(static_cast<double>(row[i]))});
  return candidates;
}

std::vector<Translation> translate(TranslationModel& model, const std::vector<Tokens>& sources,
                                   const SearchOptions& options) {
  if (options.beam < 1 || options.batch < 1) fail("translate: beam and batch must be 1 or more");
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
