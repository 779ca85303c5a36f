#include "nn/text/accuracy.h"
#include "nn/text/bootstrap.h"
#include "nn/text/chrf.h"
#include "nn/translate/program/commands.h"
#include "nn/translate/program/pairs_of_options.h"
#include "nn/translate/program/translate_pairs.h"
#include "tensor/ground/format.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <numeric>

namespace heed {
namespace {

std::vector<Option> compare_options() {
  std::vector<Option> known = decoding_options();
  known.front().help = "directory of a model; twice: the two that are compared";
  for (const Option& option : pair_options()) known.push_back(option);
  known.insert(known.end(),
               {{"--samples", "N", "1000", "test sets to draw for the bootstrap"},
                {"--seed", "N", "1", "seed for the draws"},
                {"--show", "N", "3", "sentences to show for each model where it is better by most"},
                length_option,
                threads_option});
  return known;
}

// One of the two models, with what it makes of the pairs.
struct Side {
  std::string name;
  Tokenizer tokenizer;
  Corpus corpus;
  std::vector<Words> words = {}, words_13a = {}, references_13a = {};
  std::vector<std::string> lines = {};  // the translations as text
  std::vector<BleuCounts> counts = {};
};

Side translate_with(const std::string& name, const Options& options, BadLines& bad_lines) {
  const Translator translator = Translator::load(name);
  Side side{.name = name,
            .tokenizer = translator.tokenizer,
            .corpus = load_pairs_of(options, translator.tokenizer, bad_lines)};
  side.words =
      translate_pairs(side.corpus, translator, decoding(options, translator), options, bad_lines).words;
  for (const Words& words : side.words) side.lines.push_back(detokenize(words, translator.tokenizer));
  Words13a words = words_13a(side.words, side.corpus, translator.tokenizer);
  side.words_13a = std::move(words.hypotheses);
  side.references_13a = std::move(words.references);
  for (std::size_t i = 0; i < side.words_13a.size(); ++i)
    side.counts.push_back(bleu_counts(side.words_13a[i], side.references_13a[i]));
  return side;
}

std::vector<std::string> references_of(const Side& side) {
  std::vector<std::string> references;
  for (const SentencePair& pair : side.corpus.pairs) references.push_back(pair.target_text);
  return references;
}

void print_scores(char letter, const Side& side) {
  std::printf("%c  BLEU %6.2f  chrF %6.2f  exact %5.1f %%  %s\n", letter,
              bleu(side.words_13a, side.references_13a, Smoothing::exponential).score,
              chrf(side.lines, references_of(side)), 100 * exact_matches(side.words_13a, side.references_13a),
              side.name.c_str());
}

// "B is better by 1.20 BLEU, and on 98.3 % of 1,000 drawn test sets: significant"
void print_bootstrap(const Bootstrap& result) {
  const bool second = result.second_better >= 0.5;
  const double share = second ? result.second_better : 1 - result.second_better;
  std::printf("B - A: %+.2f BLEU; 95 %% of the drawn test sets are from %+.2f to %+.2f\n", result.difference,
              result.low, result.high);
  std::printf("%c is better on %.1f %% of %s drawn test sets: %s (paired bootstrap, Koehn 2004)\n",
              second ? 'B' : 'A', 100 * share, grouped_count(result.samples).c_str(),
              result.significant() ? "significant at p = 0.05" : "not significant, which needs 95 %");
}

// The sentences where `better` is better by most, measured by chrF.
void print_differences(char letter, const Side& a, const Side& b, bool first_better, Index count) {
  const std::vector<std::string> references = references_of(a);
  std::vector<double> gain(references.size());
  for (std::size_t i = 0; i < gain.size(); ++i) {
    const double difference = chrf({b.lines[i]}, {references[i]}) - chrf({a.lines[i]}, {references[i]});
    gain[i] = first_better ? -difference : difference;
  }
  std::vector<std::size_t> order(gain.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto i, auto j) { return gain[i] > gain[j]; });
  for (Index n = 0; n < std::min(count, std::ssize(order)); ++n) {
    const std::size_t i = order[static_cast<std::size_t>(n)];
    if (gain[i] <= 0) return;
    std::printf(
        "\n%c better by %.1f chrF, line %lld\n  source     %s\n  reference  %s\n  A          %s\n  B         "
        " %s\n",
        letter, gain[i], static_cast<long long>(a.corpus.pairs[i].line),
        detokenize(a.corpus.pairs[i].source, a.tokenizer).c_str(), references[i].c_str(), a.lines[i].c_str(),
        b.lines[i].c_str());
  }
}

}  // namespace

int compare_command(const std::vector<std::string>& words) {
  const std::vector<Option> known = compare_options();
  if (asks_for_help(words)) {
    std::printf(
        "translate compare: which of two models translates a file better, and whether that is chance\n\n%s",
        help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  const std::vector<std::string> names = options.all("--model");
  if (names.size() != 2) throw UsageError("give two models: --model A --model B");
  require_pair_options(options);
  const Index samples = options.integer("--samples", 1), shown = options.integer("--show", 0);
  Rng rng(static_cast<std::uint64_t>(options.integer("--seed", 0, std::numeric_limits<Index>::max())));
  use_threads(options);
  BadLines bad_lines("translate", "translated");
  const Side a = translate_with(names[0], options, bad_lines),
             b = translate_with(names[1], options, bad_lines);
  if (a.counts.size() != b.counts.size())
    fail("the two models read ", a.counts.size(), " and ", b.counts.size(),
         " pairs of the same files, because their tokenisers leave out other lines as blank");
  print_scores('A', a);
  print_scores('B', b);
  print_bootstrap(paired_bootstrap(a.counts, b.counts, samples, rng));
  print_differences('A', a, b, true, shown);
  print_differences('B', a, b, false, shown);
  return bad_lines.exit_code();
}

}  // namespace heed
