#include "nn/text/accuracy.h"
#include "nn/text/bleu.h"
#include "nn/text/chrf.h"
#include "nn/text/corpus.h"
#include "nn/translate/program/commands.h"
#include "nn/translate/program/pairs_of_options.h"
#include "nn/translate/program/translate_pairs.h"

#include <cstdio>

namespace heed {
namespace {

void print_scores(const std::vector<Words>& hypotheses, const Corpus& corpus, Tokenizer tokenizer,
                  double seconds) {
  // A model's own words, whatever marks and case they have; for pieces, the text.
  const Tokenizer joined = tokenizer == Tokenizer::bpe ? Tokenizer::bpe : Tokenizer::split;
  std::vector<Words> references;
  std::vector<std::string> hypothesis_lines, reference_lines;
  for (std::size_t i = 0; i < hypotheses.size(); ++i) {
    const SentencePair& pair = corpus.pairs[i];
    references.push_back(pair.target);
    hypothesis_lines.push_back(detokenize(hypotheses[i], joined));
    reference_lines.push_back(detokenize(pair.target, joined));
  }
  std::printf("%s, chrF = %.2f, %zu sentences, %.1f s\n", bleu(hypotheses, references).to_string().c_str(),
              chrf(hypothesis_lines, reference_lines), hypotheses.size(), seconds);
  const double matches = exact_matches(hypotheses, references);
  std::printf("exact = %.1f %% (%.0f of %zu)\n", 100 * matches,
              matches * static_cast<double>(hypotheses.size()), hypotheses.size());
  // As sacreBLEU prints its signature, so that the figure can be compared with published ones.
  const Words13a words = words_13a(hypotheses, corpus, tokenizer);
  std::printf("BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp = %.2f, on the text\n",
              bleu(words.hypotheses, words.references, Smoothing::exponential).score);
}

}  // namespace

int eval_command(const std::vector<std::string>& words) {
  std::vector<Option> known = decoding_options();
  for (const Option& option : pair_options()) known.push_back(option);
  known.insert(known.end(), {length_option, threads_option});
  if (asks_for_help(words)) {
    std::printf("translate eval: translates a file and compares it with references (BLEU, chrF)\n\n%s",
                help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  require_pair_options(options);
  use_threads(options);
  const Translator translator = load_translator(options);
  const Decoding how = decoding(options, translator);
  BadLines bad_lines("translate", "translated");
  const Corpus corpus = load_pairs_of(options, translator.tokenizer, bad_lines);
  const TranslatedPairs translated = translate_pairs(corpus, translator, how, options, bad_lines);
  print_scores(translated.words, corpus, translator.tokenizer, translated.seconds);
  return bad_lines.exit_code();
}

}  // namespace heed
